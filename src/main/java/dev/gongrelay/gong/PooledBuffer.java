package dev.gongrelay.gong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.mutiny.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of pooled memory on its way to an HTTP client that knows only Vert.x's buffers, which are garbage-collected:
 * Vert.x would copy what is pooled, or never release it. This one gives its memory to the first who asks: the client's
 * write, after which Netty releases it. It has a length and can be written once; nothing else of a buffer works.
 */
final class PooledBuffer extends BufferImpl {
    private final int lengthBytes;
    private @Nullable ByteBuf memory;

    private PooledBuffer(ByteBuf memory) {
        this.lengthBytes = memory.readableBytes();
        this.memory = memory;
    }

    /** @param memory from now on the buffer's */
    static Buffer of(ByteBuf memory) {
        return Buffer.newInstance(new PooledBuffer(memory));
    }

    @Override
    public int length() {
        return lengthBytes;
    }

    /** The memory, to be released by the caller; empty when it was given away or released before. */
    @Override
    public ByteBuf getByteBuf() {
        ByteBuf given = memory == null ? Unpooled.EMPTY_BUFFER : memory;
        memory = null;
        return given;
    }

    boolean isGone() {
        return memory == null;
    }

    /** Releases the memory unless it was given away. */
    void release() {
        getByteBuf().release();
    }
}
