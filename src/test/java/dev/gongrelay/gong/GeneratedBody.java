package dev.gongrelay.gong;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The body of a request, in chunks like those of media, each made when it is wanted. For one thread. */
final class GeneratedBody implements ReadStream<Buffer> {
    static final int CHUNK_BYTES = 256 * 1024;

    private final byte[] all;
    private final AtomicInteger produced = new AtomicInteger();
    private @Nullable Handler<Buffer> onChunk;
    private @Nullable Handler<Void> onEnd;
    private boolean paused;
    private boolean producing;

    GeneratedBody(int bytes) {
        all = new byte[bytes];
        new Random(1).nextBytes(all);
    }

    /** All of it. */
    byte[] all() {
        return all;
    }

    /** How much of it was handed out so far, in bytes; from any thread. */
    int produced() {
        return produced.get();
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        onChunk = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    @Override
    public ReadStream<Buffer> resume() {
        paused = false;
        // Whoever takes a chunk may ask for the next from within.
        if (!producing) {
            producing = true;
            produce();
            producing = false;
        }
        return this;
    }

    private void produce() {
        Handler<Buffer> taker = onChunk;
        while (taker != null && !paused && produced.get() < all.length) {
            int from = produced.getAndAdd(CHUNK_BYTES);
            taker.handle(Buffer.buffer(Arrays.copyOfRange(all, from, from + CHUNK_BYTES)));
            taker = onChunk;
        }
        if (!paused && onEnd != null && produced.get() == all.length) {
            onEnd.handle(null);
        }
    }
}
