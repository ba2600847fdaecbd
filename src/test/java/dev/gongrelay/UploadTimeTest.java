package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.Fault;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of an upload when somebody takes long, or time runs out. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class UploadTimeTest extends UploadTest {
    @Test
    void goes_on_however_long_while_gong_reads_steadily() {
        putLarge(key);
        gong.failUploads(1, Fault.readSlowly(12_000_000));

        try (SkippingClock.Skipping faster = SkippingClock.faster(3, () -> true)) {
            deliver(notification(key));
            assertThat(faster.skipped()).isGreaterThan(Duration.ofSeconds(3));
        }

        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.sha256()).isEqualTo(LARGE_SHA256));
    }

    @Test
    void ends_the_attempt_when_gong_stops_reading() {
        putLarge(key);
        gong.failUploads(1, Fault.stopReadingAfter(1_000_000));

        deliver(notification(key));

        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.uploads().get(1).sha256()).isEqualTo(LARGE_SHA256);
        assertThat(gong.uploads().get(1).accepted()).isTrue();
    }

    /** Its own timeout is longer than the other one, and sending the bytes again would tell no more. */
    @Test
    void sends_nothing_again_while_gong_owes_its_answer() {
        gong.failUploads(100, Fault.neverAnswer());

        assertFailure(
                "gong-stalled",
                "The whole recording was sent, and Gong may have it",
                "sent no response for 3 s after it");

        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.bytes()).isEqualTo(SIZE));
    }

    @Test
    void says_that_gong_stopped_reading() {
        putLarge(key);
        gong.failUploads(100, Fault.stopReadingAfter(1_000_000));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("gong-stalled")
                .hasMessageContaining("accepted no data for")
                .hasMessageContaining("for 2 s")
                .hasMessageNotContaining("may have it");

        assertThat(gong.uploads()).hasSize(5);
    }

    @Test
    void registers_nothing_again_while_gong_owes_its_answer() {
        gong.failCalls(100, Fault.neverAnswer());

        assertFailure("gong-stalled", "POST /v2/calls: Gong sent no response for 3 s");

        assertThat(gong.requests()).hasSize(1);
    }

    @Test
    void returns_to_the_queue_at_once_when_gong_asks_for_longer_than_there_is() {
        gong.failUploads(1, Fault.answer(429).header("Retry-After", "3600"));

        assertFailure("gong-throttled", "Retry-After 3600");

        assertThat(gong.uploads()).hasSize(1);
    }

    @Test
    void stops_in_order_when_the_invocations_time_is_up() {
        putLarge(key);
        gong.failUploads(100, Fault.readSlowly(5_000_000));
        CompletableFuture<Void> timePassing = CompletableFuture.runAsync(() -> {
            Eventually.until("the upload", () -> gong.uploads().stream().anyMatch(upload -> upload.bytes() > 0));
            SkippingClock.skip(Duration.ofSeconds(59));
        });

        assertThatThrownBy(() -> deliver(notification(key), Duration.ofMinutes(1)))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining("time-up")
                .hasMessageContaining("bytes: the invocation's time is up");

        assertThat(timePassing).succeedsWithin(Duration.ofSeconds(1));
        assertThat(gong.uploads()).singleElement().matches(upload -> !upload.accepted());
        Eventually.until("S3 to be left", () -> source.openConnections() <= 5);
    }
}
