package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.Eventually;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long S3 may be silent, by a clock that the tests move. */
class MediaSilenceTest {
    private static final Duration LIMIT = Duration.ofMillis(80);
    private static final String BODY = "a recording, byte by byte";

    private final Vertx vertx = Vertx.vertx();
    private final ManualNanoClock clock = new ManualNanoClock();
    private final List<NetSocket> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AssertSubscriber<ByteBuf> subscriber = AssertSubscriber.create();

    private Media media;

    @BeforeEach
    void listen() {
        int port = vertx.createNetServer()
                .connectHandler(connection -> connection.handler(request -> {
                    requests.add(request.toString());
                    connections.add(connection);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        media = new LoopbackMedia(vertx)
                .with(
                        clock,
                        Map.of(
                                "relay.source.max-empty-reads",
                                "1",
                                "relay.source.stall-timeout",
                                LIMIT.toMillis() + "ms"))
                .at(URI.create("http://127.0.0.1:" + port), BODY.length());
        media.subscribe(subscriber);
        awaitRequests(1);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void replaces_a_connection_that_is_silent_for_longer_than_the_limit_within_the_stream() {
        subscriber.request(Long.MAX_VALUE);
        answer(0, 0, 10);
        Eventually.until("ten bytes", () -> bytes() == 10);

        clock.forward(LIMIT);
        clock.awaitLooks();
        assertThat(requests).hasSize(1);

        clock.forward(Duration.ofNanos(1));
        awaitRequests(2);
        assertThat(requests.get(1).lines()).contains("Range: bytes=10-");
        answer(1, 10, BODY.length());
        subscriber.awaitCompletion();
        assertThat(text()).isEqualTo(BODY);
        assertThat(media.resumes()).isEqualTo(1);
    }

    @Test
    void counts_a_silence_from_the_last_byte_on() {
        subscriber.request(Long.MAX_VALUE);
        answer(0, 0, 1);
        for (int delivered = 1; delivered < BODY.length(); delivered++) {
            int seen = delivered;
            Eventually.until(delivered + " bytes", () -> bytes() == seen);
            clock.forward(LIMIT);
            clock.awaitLooks();
            connections.get(0).write(BODY.substring(delivered, delivered + 1));
        }

        subscriber.awaitCompletion();
        assertThat(requests).hasSize(1);
    }

    @Test
    void allows_any_silence_while_nothing_is_requested() {
        clock.forward(Duration.ofHours(1));
        clock.awaitLooks();
        subscriber.request(1);
        clock.awaitLooks();
        assertThat(requests).hasSize(1);

        answer(0, 0, 10);
        Eventually.until("ten bytes", () -> bytes() == 10);
        clock.forward(Duration.ofHours(1));
        clock.awaitLooks();
        assertThat(requests).hasSize(1);

        subscriber.request(Long.MAX_VALUE);
        connections.get(0).write(BODY.substring(10));
        subscriber.awaitCompletion();
        assertThat(text()).isEqualTo(BODY);
        assertThat(media.resumes()).isZero();
    }

    @Test
    void gives_up_after_connections_that_deliver_nothing() {
        subscriber.request(1);
        // One that was requested is waited for from then on.
        clock.awaitLooks();
        clock.forward(LIMIT.plusNanos(1));
        awaitRequests(2);
        clock.awaitLooks();
        clock.forward(LIMIT.plusSeconds(2));

        Throwable failure = subscriber.awaitFailure().getFailure();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        RelayException.class,
                        known -> assertThat(known.code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE))
                .hasMessage("Reading s3://recordings/calls/a & b.wav failed: 2 connections in a row delivered nothing,"
                        + " at byte 0 of 25: S3 sent nothing for 2 s");
        assertThat(requests).hasSize(2);
    }

    private void answer(int connection, int from, int end) {
        int size = BODY.length();
        connections
                .get(connection)
                .write("HTTP/1.1 206 Partial Content\r\nContent-Length: " + (size - from) + "\r\nContent-Range: bytes "
                        + from + "-" + (size - 1) + "/" + size + "\r\n\r\n" + BODY.substring(from, end));
    }

    private void awaitRequests(int count) {
        Eventually.until(count + " requests", () -> connections.size() >= count);
    }

    private int bytes() {
        return subscriber.getItems().stream().mapToInt(ByteBuf::readableBytes).sum();
    }

    private String text() {
        return subscriber.getItems().stream()
                .map(chunk -> chunk.toString(StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
