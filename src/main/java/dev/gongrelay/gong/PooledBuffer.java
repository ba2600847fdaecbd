package dev.gongrelay.gong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.mutiny.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a chunk of pooled memory to an HTTP client that takes only Vert.x's buffers, which are garbage-collected:
 * Vert.x would copy pooled memory or never release it. This buffer hands its memory to whoever asks first: the client's
 * write, after which Netty releases it. It has a length and can be written once; no other method of a buffer works.
 */
final class PooledBuffer extends BufferImpl {
    private final int lengthBytes;
    private @Nullable ByteBuf memory;

    private PooledBuffer(ByteBuf memory) {
        this.lengthBytes = memory.readableBytes();
        this.memory = memory;
    }

    /** @param memory now owned by the buffer */
    static Buffer of(ByteBuf memory) {
        return Buffer.newInstance(new PooledBuffer(memory));
    }

    @Override
    public int length() {
        return lengthBytes;
    }

    /** The memory, which the caller must release; empty if it was handed over or released before. */
    @Override
    public ByteBuf getByteBuf() {
        ByteBuf handed = memory == null ? Unpooled.EMPTY_BUFFER : memory;
        memory = null;
        return handed;
    }

    boolean isGone() {
        return memory == null;
    }

    /** Releases the memory unless it was handed over. */
    void release() {
        getByteBuf().release();
    }
}
