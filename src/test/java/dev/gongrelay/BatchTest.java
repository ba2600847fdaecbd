package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.lambda.LambdaRuntimeApi;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events of several recordings: each is tried, and none keeps the others from Gong. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BatchTest extends SurroundedTest {
    private final byte[] recording = SampleMedia.wav(100_000, 1, new Random().nextLong());

    LambdaRuntimeApi lambda;

    @Test
    void fails_the_invocation_naming_each_recording_that_failed_after_all_were_tried() {
        putRecording(key + ".1.wav", new byte[0]);
        putRecording(key + ".2.wav", recording);
        String missing = key + ".3.wav";

        Reply reply = lambda.send(notification(key + ".1.wav", key + ".2.wav", missing), Duration.ofMinutes(1))
                .join();

        assertThat(reply.failed()).isTrue();
        assertThat(reply.text())
                .contains("recording-empty: s3://recordings/" + key + ".1.wav", "source-missing", missing);

        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
        assertThat(state(key + ".2.wav")).isEqualTo("relayed");
        assertThat(receipt(missing).path("code").asText()).isEqualTo("source-missing");
    }

    @Test
    void tries_the_other_recordings_of_a_batch_whatever_is_denied_for_some_of_them() {
        String[] keys = putRecordings(10);
        for (String denied : List.of(keys[2], keys[5])) {
            source.fail(
                    100,
                    head -> head.path().contains(denied),
                    ProxyFault.error(403, "Forbidden", "AccessDenied", "Access Denied"));
        }

        JsonNode answer = answerTo(queued(keys));

        assertThat(gong.uploads()).hasSize(8).allMatch(GongUpload::accepted);
        assertThat(answer.path("batchItemFailures"))
                .extracting(failure -> failure.path("itemIdentifier").asText())
                .containsExactly("message-3", "message-6");
    }

    @Test
    void ends_each_of_ten_recordings_in_its_own_way() {
        String[] keys = putRecordings(10);
        gong.failCalls(1, Fault.answerAfterBody(409).json("{\"errors\":[\"no\"]}"));
        gong.failCalls(5, Fault.answerAfterBody(302).header("Location", "/maintenance"));
        put(keys[2], new byte[0]);
        put(keys[3], recording, Map.of("gong-call", "{"));
        put(keys[4], recording);
        put(keys[5], recording, Map.of("gong-call", STARTED, "gong-skip", "no consent"));
        put(keys[6], "not a recording");
        s3.deleteObject(delete -> delete.bucket(BUCKET).key(keys[7]));
        source.fail(
                100,
                head -> head.path().startsWith("/" + BUCKET + "/" + keys[8]),
                ProxyFault.error(403, "Forbidden", "AccessDenied", "Access Denied"));

        JsonNode answer = answerTo(queued(keys));

        assertThat(Stream.of(keys).map(this::receipt))
                .extracting(receipt -> receipt.path("state").asText() + " "
                        + receipt.path("code").asText("-"))
                .containsExactly(
                        "rejected gong-user-not-enabled",
                        "claimed gong-unavailable",
                        "rejected recording-empty",
                        "rejected details-malformed",
                        "claimed sidecar-awaited",
                        "skipped -",
                        "rejected media-invalid",
                        "rejected source-missing",
                        "claimed source-denied",
                        "relayed -");
        assertThat(answer.path("batchItemFailures"))
                .extracting(failure -> failure.path("itemIdentifier").asText())
                .contains("message-2", "message-5", "message-9")
                .doesNotContain("message-6", "message-10");
        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
    }

    @Test
    void tries_the_other_recordings_of_a_batch_when_gong_forbids_one_call() {
        String[] keys = putRecordings(3);
        gong.failCalls(1, Fault.answerAfterBody(403).json("{\"errors\":[\"no\"]}"));

        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = answerTo(queued(keys));

            assertThat(answer.at("/batchItemFailures/0/itemIdentifier").asText())
                    .isEqualTo("message-1");
            assertThat(log.text()).contains("gong-forbidden");
        }
        assertThat(gong.uploads()).hasSize(2).allMatch(GongUpload::accepted);
    }

    @Test
    void tries_every_recording_of_a_batch_though_the_receipts_of_two_are_denied() {
        String[] keys = putRecordings(4);
        source.fail(
                100,
                head -> head.path().startsWith("/receipts-")
                        && (head.path().contains(keys[0]) || head.path().contains(keys[1])),
                ProxyFault.error(403, "Forbidden", "AccessDenied", "Access Denied"));

        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = answerTo(queued(keys));

            assertThat(answer.path("batchItemFailures")).hasSize(2);
            assertThat(log.records())
                    .extracting(line -> line.getMdcCopy().get("code"))
                    .contains("receipt-denied");
        }
        assertThat(gong.uploads()).hasSize(2).allMatch(GongUpload::accepted);
    }

    @Test
    void tries_no_further_recording_once_gong_refuses_the_credentials() {
        String[] keys = putRecordings(3);
        gong.failCalls(10, Fault.answer(401).json("{\"errors\":[\"no\"]}"));

        JsonNode answer = answerTo(queued(keys));

        assertThat(gong.requests()).hasSize(1);
        assertThat(answer.path("batchItemFailures")).hasSize(3);
    }

    @Test
    void relays_a_recording_once_that_one_event_announces_twice_and_answers_both() {
        putRecording(key, recording);

        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = answerTo(queued(key, key));

            assertThat(answer.path("batchItemFailures")).isEmpty();
            assertThat(log.records())
                    .extracting(line -> line.getMdcCopy().get("outcome"))
                    .containsExactly("relayed", "already-relayed");
        }
        assertThat(gong.requests()).hasSize(2);
    }

    @Test
    void tries_a_recording_once_that_one_event_announces_twice_and_fails_both() {
        gong.failCalls(1, Fault.answerAfterBody(400).json("{\"errors\":[\"no\"]}"));
        putRecording(key, recording);

        JsonNode answer = answerTo(queued(key, key));

        assertThat(answer.path("batchItemFailures")).hasSize(2);
        assertThat(gong.requests()).hasSize(1);
    }

    @Test
    void relays_what_a_pipe_sends_and_answers_it_as_a_queue() {
        putRecording(key, recording);
        String missing = key + ".missing.wav";

        JsonNode answer = answerTo(
                SampleEvents.pipe(notification(key), notification(missing)).toString());

        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
        assertThat(answer.toString()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"message-2\"}]}");
    }

    /** Puts recordings of contents of their own, and gives their keys. */
    private String[] putRecordings(int count) {
        String[] keys =
                IntStream.range(0, count).mapToObj(i -> key + "." + i + ".wav").toArray(String[]::new);
        for (int i = 0; i < count; i++) {
            putRecording(keys[i], SampleMedia.wav(1000, 1, i));
        }
        return keys;
    }
}
