package dev.gongrelay.simulator;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import java.util.stream.Stream;

/**
 * Memory outside the heap that the allocators of Netty and Vert.x have lent and nobody has given back, in their pools or
 * too large for them.
 */
public final class LentMemory {
    private LentMemory() {}

    /** Its size in bytes. */
    public static long bytes() {
        return Stream.of(
                        PooledByteBufAllocator.DEFAULT, (PooledByteBufAllocator) VertxByteBufAllocator.POOLED_ALLOCATOR)
                .mapToLong(PooledByteBufAllocator::pinnedDirectMemory)
                .sum();
    }
}
