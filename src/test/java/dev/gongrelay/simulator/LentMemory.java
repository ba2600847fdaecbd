package dev.gongrelay.simulator;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PoolChunkMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Memory outside the heap that the allocators of Netty and Vert.x have lent and nobody has given back. */
public final class LentMemory {
    private LentMemory() {}

    /** In bytes. */
    public static long bytes() {
        return Stream.of(
                        PooledByteBufAllocator.DEFAULT, (PooledByteBufAllocator) VertxByteBufAllocator.POOLED_ALLOCATOR)
                .mapToLong(LentMemory::bytes)
                .sum();
    }

    private static long bytes(PooledByteBufAllocator allocator) {
        long tooLargeForThePool = allocator.metric().directArenas().stream()
                .mapToLong(arena -> arena.numActiveBytes() - pooledBytes(arena))
                .sum();
        return allocator.pinnedDirectMemory() + tooLargeForThePool;
    }

    /** What the pool has, lent or not. */
    private static long pooledBytes(PoolArenaMetric arena) {
        return arena.chunkLists().stream()
                .flatMap(chunks -> StreamSupport.stream(chunks.spliterator(), false))
                .mapToLong(PoolChunkMetric::chunkSize)
                .sum();
    }
}
