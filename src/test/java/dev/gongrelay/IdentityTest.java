package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.arrival.Arrivals;
import dev.gongrelay.check.Checks;
import dev.gongrelay.event.Envelopes;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.redelivery.TestSettlement;
import dev.gongrelay.simulator.EmbeddedQueue;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.telemetry.OutcomeLog;
import dev.gongrelay.telemetry.RelayMetrics;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** No recording passes for another that shares its identity, and none that is in Gong is taken for another's. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class IdentityTest extends SurroundedTest {
    private final String first = key + ".first.wav";
    private final String second = key + ".second.wav";

    @Inject
    Envelopes envelopes;

    @Inject
    Checks checks;

    @Inject
    Relay relay;

    @Inject
    Receipts receipts;

    @Inject
    Arrivals arrivals;

    @Inject
    OutcomeLog outcomeLog;

    @Inject
    RelayMetrics metrics;

    @Inject
    TlsEngine tls;

    @Inject
    Deadline deadline;

    @Inject
    NanoClock clock;

    /** What two recordings have in common. */
    enum Shared {
        CLIENT_UNIQUE_ID {
            @Override
            Map<String, String> metadata(IdentityTest test) {
                return identity(test.key);
            }
        },
        GONG_CALL_ID {
            @Override
            Map<String, String> metadata(IdentityTest test) {
                return Map.of("gong-call-id", test.emptyCall());
            }
        };

        abstract Map<String, String> metadata(IdentityTest test);
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("UnnecessaryAssignment") // with a dead-letter queue of its own
    void rejects_the_second_of_two_recordings_that_share_an_identity(Shared shared) {
        putBoth(shared.metadata(this));
        deliver(notification(first));
        String deadLetters =
                EmbeddedQueue.shared().createQueue(UUID.randomUUID().toString(), Map.of());

        try (CapturedLog log = new CapturedLog();
                SqsClient sqs = EmbeddedQueue.shared().client()) {
            handler = new RelayHandler(
                    json,
                    envelopes,
                    checks,
                    relay,
                    receipts,
                    arrivals,
                    TestSettlement.with(sqs, deadLetters, deadline),
                    outcomeLog,
                    metrics,
                    tls,
                    deadline,
                    clock);

            assertThat(answerTo(queued(second)).path("batchItemFailures")).isEmpty();

            assertThat(log.records())
                    .filteredOn(line -> line.getLevel().intValue() >= Level.ERROR.intValue())
                    .singleElement()
                    .extracting(ExtLogRecord::getFormattedMessage)
                    .asString()
                    .contains(
                            second + ": rejected",
                            "call " + receipt(first).path("callId").asText());
            assertThat(sqs.receiveMessage(receive -> receive.queueUrl(deadLetters)
                                    .waitTimeSeconds(20)
                                    .messageAttributeNames("All"))
                            .messages())
                    .singleElement()
                    .satisfies(deadLetter -> {
                        assertThat(deadLetter.body()).isEqualTo(notification(second));
                        assertThat(deadLetter.messageAttributes())
                                .extractingByKey("code")
                                .extracting(MessageAttributeValue::stringValue)
                                .isEqualTo("identity-taken");
                    });
        }
        assertRejected(second);
        assertThat(state(first)).isEqualTo("relayed");
        assertOnlyTheFirstIsInGong();
    }

    @ParameterizedTest
    @EnumSource
    void rejects_it_again_when_its_dead_letter_is_redriven(Shared shared) {
        putBoth(shared.metadata(this));
        deliver(notification(first));

        for (int time = 0; time < 3; time++) {
            assertTaken(second);
        }

        assertOnlyTheFirstIsInGong();
    }

    @ParameterizedTest
    @EnumSource
    void is_not_misled_by_a_delivery_of_the_second_that_gong_refused_before_the_first_arrived(Shared shared) {
        putBoth(shared.metadata(this));
        gong.failUploads(1, Fault.answerAfterBody(429).header("Retry-After", "3600"));
        assertThatThrownBy(() -> deliver(notification(second))).hasMessageContaining("gong-throttled");
        deliver(notification(first));

        assertTaken(second);

        assertOnlyTheFirstIsInGong();
    }

    @ParameterizedTest
    @EnumSource
    void is_not_misled_by_a_delivery_of_the_second_for_which_s3_failed_before_the_first_arrived(Shared shared) {
        putBoth(shared.metadata(this));
        source.fail(100, head -> isMedia(head) && head.path().contains("second"), ProxyFault.slowDown());
        assertThatThrownBy(() -> deliver(notification(second))).hasMessageContaining("source-unavailable");
        source.reset();
        deliver(notification(first));

        assertTaken(second);

        assertOnlyTheFirstIsInGong();
    }

    @Test
    void counts_a_recording_of_the_same_bytes_as_relayed() {
        put(first, SampleMedia.wav(100_000, 1, 1), identity(key));
        put(second, SampleMedia.wav(100_000, 1, 1), identity(key + "-other"));
        deliver(notification(first));

        deliver(notification(second));

        assertThat(state(second)).isEqualTo("relayed");
        assertThat(receipt(second).path("callId")).isEqualTo(receipt(first).path("callId"));
    }

    @Test
    void recognizes_its_own_upload_when_there_was_no_time_left_to_hear_of_it() {
        putRecording(key, SampleMedia.wav(100_000, 1, 1));
        gong.failUploads(1, Fault.neverAnswer().accepting());
        assertThatThrownBy(() -> deliver(notification(key), Duration.ofMillis(2500)))
                .hasMessageContaining("Gong may have it");

        deliver(notification(key));

        assertRelayedOnce(key);
    }

    @Test
    void recognizes_its_own_upload_when_the_receipt_could_not_be_completed() {
        putRecording(key, SampleMedia.wav(100_000, 1, 1));
        source.fail(2, IdentityTest::writesReceipt, ProxyFault.none());
        source.fail(100, IdentityTest::writesReceipt, ProxyFault.internalError());
        assertThatThrownBy(() -> deliver(notification(key))).hasMessageContaining("receipt-unavailable");
        source.reset();
        endLease(key);

        deliver(notification(key));

        assertRelayedOnce(key);
    }

    @Test
    void keeps_what_gong_may_have_when_the_object_is_gone_after_its_whole_body_was_sent() {
        putRecording(key, SampleMedia.wav(100_000, 1, 1));
        gong.failUploads(1, Fault.loseAnswer());
        gong.failUploads(1, Fault.neverAnswer());
        source.fail(1, IdentityTest::isMedia, ProxyFault.none());
        source.fail(1, IdentityTest::isMedia, ProxyFault.error(404, "Not Found", "NoSuchKey", "It is gone."));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("source-missing")
                .hasMessageContaining("Gong may have it");

        String callId = gong.calls().get(0).callId();
        assertThat(state(key)).isEqualTo("rejected");
        assertThat(receipt(key).path("callId").asText()).isEqualTo(callId);
        assertThat(receipt(key).path("sentTo").path(0).asText()).isEqualTo(callId);
        assertThat(receipt(key).path("message").asText()).contains("Gong may have it");

        deliver(notification(key));

        assertRelayedOnce(key);
    }

    @Test
    void goes_to_the_call_that_its_producer_corrected() {
        byte[] recording = SampleMedia.wav(100_000, 1, 1);
        put(first, recording, Map.of("gong-call-id", "18234227402593780000"));
        assertThatThrownBy(() -> deliver(notification(first))).hasMessageContaining("gong-call-unknown");
        String right = emptyCall();

        put(first, recording, Map.of("gong-call-id", right));
        deliver(notification(first));

        assertThat(state(first)).isEqualTo("relayed");
        assertThat(receipt(first).path("callId").asText()).isEqualTo(right);
        assertThat(accepted().callId()).isEqualTo(right);
    }

    @Test
    void registers_a_call_when_its_producer_removed_a_wrong_call_id() {
        byte[] recording = SampleMedia.wav(100_000, 1, 1);
        put(first, recording, Map.of("gong-call-id", "18234227402593780000"));
        assertThatThrownBy(() -> deliver(notification(first))).hasMessageContaining("gong-call-unknown");

        putRecording(first, recording);
        deliver(notification(first));

        assertThat(gong.calls()).hasSize(1);
        assertThat(accepted().callId()).isEqualTo(gong.calls().get(0).callId());
    }

    @Test
    void relays_the_second_once_it_has_an_identity_of_its_own() {
        putBoth(identity(key));
        deliver(notification(first));
        assertTaken(second);

        put(second, SampleMedia.wav(100_000, 1, 2), identity(key + "-corrected"));
        deliver(notification(second));

        assertThat(state(second)).isEqualTo("relayed");
        assertThat(gong.calls()).hasSize(2);
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(2);
    }

    @Test
    void goes_on_with_the_call_that_was_registered_without_registering_it_again() {
        putRecording(key, SampleMedia.wav(100_000, 1, 1));
        gong.failUploads(1, Fault.answer(429).header("Retry-After", "3600"));
        assertThatThrownBy(() -> deliver(notification(key))).hasMessageContaining("gong-throttled");

        deliver(notification(key));

        assertThat(gong.requests())
                .filteredOn(request -> request.method().equals("POST"))
                .hasSize(1);
        assertRelayedOnce(key);
    }

    private void putBoth(Map<String, String> metadata) {
        put(first, SampleMedia.wav(100_000, 1, 1), metadata);
        put(second, SampleMedia.wav(100_000, 1, 2), metadata);
    }

    /** A call that Gong has without media. */
    private String emptyCall() {
        String refused = key + ".refused.wav";
        putRecording(refused, SampleMedia.wav(1000, 1, 3));
        gong.failUploads(1, Fault.answer(415));
        assertThatThrownBy(() -> deliver(notification(refused))).hasMessageContaining("gong-media-type");
        return gong.calls().get(gong.calls().size() - 1).callId();
    }

    private void assertTaken(String name) {
        assertThatThrownBy(() -> deliver(notification(name))).hasMessageContaining("identity-taken");
        assertRejected(name);
    }

    private void assertRejected(String name) {
        assertThat(state(name)).isEqualTo("rejected");
        assertThat(receipt(name).path("code").asText()).isEqualTo("identity-taken");
        assertThat(receipt(name).path("callId")).isEqualTo(receipt(first).path("callId"));
    }

    private void assertOnlyTheFirstIsInGong() {
        assertThat(accepted().sha256()).isEqualTo(sha256(SampleMedia.wav(100_000, 1, 1)));
    }

    private void assertRelayedOnce(String name) {
        assertThat(state(name)).isEqualTo("relayed");
        assertThat(receipt(name).path("callId").asText()).isEqualTo(accepted().callId());
        assertThat(gong.calls()).hasSize(1);
    }

    private GongUpload accepted() {
        return gong.uploads().stream()
                .filter(GongUpload::accepted)
                .reduce((one, other) -> {
                    throw new AssertionError("Gong took two: " + one + " and " + other);
                })
                .orElseThrow();
    }

    /** As time would. */
    private void endLease(String name) {
        ObjectNode receipt = (ObjectNode) receipt(name);
        receipt.put("leaseUntil", "2026-01-01T00:00:00Z");
        s3.putObject(
                request -> request.bucket(receiptsBucket).key(receiptKey(name)),
                RequestBody.fromString(receipt.toString()));
    }

    private static boolean isMedia(RequestHead head) {
        return head.method().equals("GET")
                && head.range() != null
                && head.range().endsWith("-");
    }

    private static boolean writesReceipt(RequestHead head) {
        return head.method().equals("PUT") && head.path().startsWith("/receipts-");
    }
}
