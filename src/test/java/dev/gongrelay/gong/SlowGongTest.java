package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.settings.RelayConfig.Tls.Engine;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.tls.TrustingTls;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A Gong that is slow, silent, or gone, while a whole chunk of media is encrypted into one buffer: what is lent for that
 * stays bounded, and is given back.
 */
@Isolated
@SuppressWarnings("NullAway.Init")
class SlowGongTest {
    /** More than the buffers of the sockets hold. */
    private static final int BODY_BYTES = 64 * GeneratedBody.CHUNK_BYTES;

    /** One encrypted chunk, with its tags, waits for the socket; the pool rounds up. */
    private static final long ENCRYPTED_BYTES = 2L * GeneratedBody.CHUNK_BYTES;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Certificates certificates = Certificates.ofThisBuild();
    private final GeneratedBody body = new GeneratedBody(BODY_BYTES);
    private long lentBefore;

    @BeforeEach
    void measure() {
        lentBefore = lent();
    }

    @AfterEach
    void nothing_is_kept() {
        Eventually.until("no buffer kept", () -> lent() <= lentBefore);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource
    void sends_every_byte_to_a_gong_that_reads_a_few_kilobytes_at_a_time(Engine engine) throws Exception {
        try (SlowGong gong = new SlowGong(certificates)) {
            CompletableFuture<Integer> status = send(engine, gong);
            gong.accept();

            byte[] received = gong.read(BODY_BYTES, 3_000);

            assertThat(received).isEqualTo(body.all());
            gong.answer(201);
            assertThat(status.join()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @EnumSource
    void encrypts_no_more_than_the_socket_waits_for_while_gong_reads_nothing(Engine engine) throws Exception {
        try (SlowGong gong = new SlowGong(certificates)) {
            CompletableFuture<Integer> status = send(engine, gong);
            gong.accept();
            byte[] first = gong.read(BODY_BYTES / 8, 16_000);

            Eventually.unchanged("what was sent", body::produced);

            assertThat(body.produced()).isLessThan(BODY_BYTES);
            assertThat(lent() - lentBefore).isLessThanOrEqualTo(ENCRYPTED_BYTES);
            byte[] rest = gong.read(BODY_BYTES - first.length, 16_000);
            assertThat(Buffer.buffer(first).appendBytes(rest).getBytes()).isEqualTo(body.all());
            gong.answer(201);
            assertThat(status.join()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gives_back_what_was_encrypted_for_a_gong_that_resets_the_connection(Engine engine) throws Exception {
        try (SlowGong gong = new SlowGong(certificates)) {
            CompletableFuture<Integer> status = send(engine, gong);
            gong.accept();
            gong.read(BODY_BYTES / 8, 16_000);
            Eventually.unchanged("what was sent", body::produced);

            gong.reset();

            assertThatThrownBy(status::join).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gives_back_what_was_encrypted_for_a_gong_that_answers_early(Engine engine) throws Exception {
        try (SlowGong gong = new SlowGong(certificates)) {
            CompletableFuture<Integer> status = send(engine, gong);
            gong.accept();
            gong.read(BODY_BYTES / 8, 16_000);
            Eventually.unchanged("what was sent", body::produced);

            gong.answer(503);

            assertThat(status.join()).isEqualTo(503);
            // The relay closes the connection, although Gong reads no more and closes nothing.
            Eventually.until("no buffer kept", () -> lent() <= lentBefore);
        }
    }

    /** The status of the answer. */
    private CompletableFuture<Integer> send(Engine engine, SlowGong gong) {
        HttpClient client = vertx.createHttpClient(TrustingTls.clientOptions(vertx, engine, certificates.authority()));
        client.connectionHandler(GongConnection::watch);
        return client.request(HttpMethod.PUT, gong.port(), "localhost", "/")
                .compose(request -> request.putHeader("Content-Length", String.valueOf(BODY_BYTES))
                        .send(body))
                .compose(answer -> answer.body().map(ignored -> answer.statusCode()))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** What the pools have lent, for either engine: the JDK's takes buffers on the heap. */
    private static long lent() {
        return Stream.of(
                        PooledByteBufAllocator.DEFAULT, (PooledByteBufAllocator) VertxByteBufAllocator.POOLED_ALLOCATOR)
                .mapToLong(pool -> pool.pinnedDirectMemory() + pool.pinnedHeapMemory())
                .sum();
    }
}
