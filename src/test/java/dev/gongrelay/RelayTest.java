package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.receipt.TestReceipts;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.telemetry.Outcome;
import dev.gongrelay.telemetry.RelayReport;
import dev.gongrelay.time.Deadline;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of one recording, put together with other receipts or another sense of time. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RelayTest extends SurroundedTest {
    @Inject
    Relay relay;

    @Inject
    OtherRelay otherRelay;

    @Inject
    RelayConfig config;

    @ParameterizedTest
    @CsvSource({"0, to relay, 0", "2, to find out about, 0", "3, to register the call of, 0", "4, to upload, 1"})
    void begins_no_step_that_there_is_no_time_for(int looksAtTheClock, String step, int calls) {
        putRecording(key, SampleMedia.wav(1000, 1, 1));

        RelayReport late = relay(otherRelay.with(timeUpAfter(looksAtTheClock)));

        assertThat(late.outcome()).isEqualTo(Outcome.RETRY_LATER);
        assertThat(late.code()).contains(FailureCode.TIME_UP);
        assertThat(late.failure().orElseThrow()).hasMessageContaining("No time was left " + step);
        assertThat(gong.calls()).hasSize(calls);
        assertThat(gong.uploads()).isEmpty();
    }

    @Test
    void asks_gong_nothing_about_a_recording_that_its_producer_vetoes_and_looks_again_at_its_next_event() {
        put(key, SampleMedia.wav(1_000_000, 1, 1), Map.of("gong-call", STARTED, "gong-skip", "no consent"));
        RelayReport vetoed = relay(relay);
        JsonNode skipped = receipt(key);
        put(key, SampleMedia.wav(1_000_000, 1, 1), Map.of("gong-call", STARTED));

        RelayReport allowed = relay(relay);

        assertThat(vetoed.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(vetoed.skipReason()).contains("its metadata gong-skip says so: no consent");
        assertThat(skipped.path("state").asText()).isEqualTo("skipped");
        assertThat(skipped.path("reason").asText()).isEqualTo("its metadata gong-skip says so: no consent");
        assertThat(allowed.outcome()).isEqualTo(Outcome.RELAYED);
        assertThat(gong.uploads()).hasSize(1);
    }

    @Test
    void skips_what_is_no_recording_by_the_settings_without_a_receipt_or_a_dead_letter() {
        RelayReport report = relay(relay, key + ".ogg");

        assertThat(report.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(report.skipReason()).contains("its extension is not in RELAY_RECORDINGS_EXTENSIONS");
        assertThat(report.failure()).isEmpty();
        assertThat(gong.requests()).isEmpty();
    }

    @Test
    void notes_the_call_before_it_gives_up_for_lack_of_time_and_goes_on_with_it() {
        putRecording(key, SampleMedia.wav(1000, 1, 1));

        relay(otherRelay.with(timeUpAfter(4)));
        String noted = receipt(key).path("callId").asText();
        deliver(notification(key));

        assertThat(noted).isEqualTo(gong.calls().get(0).callId());
        assertThat(gong.requests()).hasSize(2);
        assertThat(state(key)).isEqualTo("relayed");
        assertThat(receipt(key).path("callId").asText()).isEqualTo(noted);
    }

    @Test
    void counts_what_gong_has_as_relayed_with_a_warning_without_a_receipts_bucket() {
        putTwoOfOneIdentity();
        Receipts none = TestReceipts.with(Map.of(), s3);

        RelayReport report = relay(otherRelay.with(none));

        assertThat(report.outcome()).isEqualTo(Outcome.ALREADY_RELAYED);
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("already had a recording", "without a receipts bucket");
    }

    @Test
    void accepts_what_gong_has_with_a_warning_in_log_and_receipt_where_the_settings_ask_for_it() {
        putTwoOfOneIdentity();
        Receipts accepting = TestReceipts.with(
                Map.of("relay.receipts.bucket", receiptsBucket, "relay.receipts.unknown-duplicate", "accept"), s3);

        RelayReport report = relay(otherRelay.with(accepting));

        assertThat(report.outcome()).isEqualTo(Outcome.ALREADY_RELAYED);
        assertThat(report.warnings()).singleElement().asString().contains("no receipt says that it is this one");
        assertThat(state(key)).isEqualTo("relayed");
        assertThat(receipt(key).path("warnings").path(0).asText())
                .isEqualTo(report.warnings().get(0));
    }

    /** One of them is relayed. Both are longer than a minute. */
    private void putTwoOfOneIdentity() {
        put(key + ".first.wav", SampleMedia.wav(1_000_000, 1, 1), identity(key));
        put(key, SampleMedia.wav(1_000_000, 1, 2), identity(key));
        deliver(notification(key + ".first.wav"));
        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
    }

    private RelayReport relay(Relay with) {
        return relay(with, key);
    }

    private static RelayReport relay(Relay with, String name) {
        return with.relay(new RecordingReference(BUCKET, name, null), Announcement.PLAIN);
    }

    /** A deadline that passes when it has been asked about so many times. */
    private Deadline timeUpAfter(int looksAtTheClock) {
        AtomicInteger looks = new AtomicInteger(-1);
        return new Deadline(
                config,
                () -> looks.getAndIncrement() < looksAtTheClock
                        ? 0
                        : Duration.ofDays(1).toNanos());
    }
}
