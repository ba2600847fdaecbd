package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PooledBufferTest {
    private final ByteBuf memory = Unpooled.directBuffer().writeBytes(new byte[100]);
    private final PooledBuffer buffer = (PooledBuffer) PooledBuffer.of(memory).getDelegate();

    @Test
    void gives_its_memory_to_the_first_who_asks() {
        assertThat(buffer.length()).isEqualTo(100);
        assertThat(buffer.isGone()).isFalse();

        assertThat(buffer.getByteBuf()).isSameAs(memory);

        assertThat(buffer.isGone()).isTrue();
        assertThat(memory.refCnt()).isOne();
        buffer.release();
        assertThat(memory.refCnt()).isOne();
        assertThat(buffer.getByteBuf().readableBytes()).isZero();
    }

    @Test
    void releases_memory_that_nobody_asked_for() {
        buffer.release();

        assertThat(memory.refCnt()).isZero();
        assertThat(buffer.getByteBuf().readableBytes()).isZero();
    }
}
