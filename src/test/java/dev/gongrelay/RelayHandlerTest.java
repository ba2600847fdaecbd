package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.lambda.LambdaRuntimeApi;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole relay, from an event to Gong. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RelayHandlerTest extends SurroundedTest {
    private final byte[] recording = SampleMedia.wav(100_000, 1, new Random().nextLong());

    LambdaRuntimeApi lambda;

    @Test
    void relays_a_recording_over_lambdas_own_protocol() {
        put(key, recording);
        put(key + ".json", STARTED);

        Reply reply = lambda.send(notification(key), Duration.ofMinutes(1)).join();

        assertThat(reply.failed()).as(reply.body()).isFalse();

        assertThat(gong.calls()).singleElement().satisfies(call -> {
            assertThat(call.details().path("clientUniqueId").asText()).isEqualTo(BUCKET + "/" + key);
            assertThat(call.details().path("primaryUser").asText()).isEqualTo("234599484848423");
        });
        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.sha256()).isEqualTo(sha256(recording));
            assertThat(upload.headers()).containsKey("content-length").doesNotContainKey("transfer-encoding");
            assertThat(upload.partHeaders())
                    .containsEntry("content-type", "audio/wav")
                    .containsEntry("content-disposition", "form-data; name=\"mediaFile\"; filename=\"call.wav\"");
        });
    }

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
        assertThat(receipt(key + ".2.wav").path("state").asText()).isEqualTo("relayed");
        assertThat(receipt(missing).path("code").asText()).isEqualTo("source-missing");
    }

    @Test
    void tries_the_other_recordings_of_a_batch_whatever_is_denied_for_some_of_them() {
        String[] keys = IntStream.range(0, 10)
                .mapToObj(i -> UUID.randomUUID() + "/" + i + ".wav")
                .toArray(String[]::new);
        for (int i = 0; i < keys.length; i++) {
            putRecording(keys[i], SampleMedia.wav(1000, 1, i));
        }
        for (String denied : List.of(keys[2], keys[5])) {
            source.fail(
                    100,
                    head -> head.path().contains(denied),
                    ProxyFault.error(403, "Forbidden", "AccessDenied", "Access Denied"));
        }

        JsonNode answer = json.valueToTree(deliver(queued(keys)));

        assertThat(gong.uploads()).hasSize(8).allMatch(GongUpload::accepted);
        assertThat(answer.path("batchItemFailures"))
                .extracting(failure -> failure.path("itemIdentifier").asText())
                .containsExactly("message-3", "message-6");
    }

    @Test
    void tries_the_other_recordings_of_a_batch_when_gong_forbids_one_call() {
        String[] keys = {key + ".1.wav", key + ".2.wav", key + ".3.wav"};
        for (int i = 0; i < keys.length; i++) {
            putRecording(keys[i], SampleMedia.wav(1000, 1, i));
        }
        gong.failCalls(1, Fault.answerAfterBody(403).json("{\"errors\":[\"no\"]}"));

        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = json.valueToTree(deliver(queued(keys)));

            assertThat(answer.at("/batchItemFailures/0/itemIdentifier").asText())
                    .isEqualTo("message-1");
            assertThat(log.text()).contains("gong-forbidden");
        }
        assertThat(gong.uploads()).hasSize(2).allMatch(GongUpload::accepted);
    }

    @Test
    void tries_every_recording_of_a_batch_though_the_receipts_of_two_are_denied() {
        String[] keys = {key + ".1.wav", key + ".2.wav", key + ".3.wav", key + ".4.wav"};
        for (int i = 0; i < keys.length; i++) {
            putRecording(keys[i], SampleMedia.wav(1000, 1, i));
        }
        source.fail(
                100,
                head -> head.path().startsWith("/receipts-")
                        && (head.path().contains(keys[0]) || head.path().contains(keys[1])),
                ProxyFault.error(403, "Forbidden", "AccessDenied", "Access Denied"));

        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = json.valueToTree(deliver(queued(keys)));

            assertThat(answer.path("batchItemFailures")).hasSize(2);
            assertThat(log.records())
                    .extracting(line -> line.getMdcCopy().get("code"))
                    .contains("receipt-denied");
        }
        assertThat(gong.uploads()).hasSize(2).allMatch(GongUpload::accepted);
    }

    @Test
    void tries_no_further_recording_once_gong_refuses_the_credentials() {
        String[] keys = {key + ".1.wav", key + ".2.wav", key + ".3.wav"};
        for (String each : keys) {
            putRecording(each, recording);
        }
        gong.failCalls(10, Fault.answer(401).json("{\"errors\":[\"no\"]}"));

        JsonNode answer = json.valueToTree(deliver(queued(keys)));

        assertThat(gong.requests()).hasSize(1);
        assertThat(answer.path("batchItemFailures")).hasSize(3);
    }

    @Test
    void relays_a_recording_once_that_one_event_announces_twice_and_answers_both() {
        putRecording(key, recording);

        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = json.valueToTree(deliver(queued(key, key)));

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

        JsonNode answer = json.valueToTree(deliver(queued(key, key)));

        assertThat(answer.path("batchItemFailures")).hasSize(2);
        assertThat(gong.requests()).hasSize(1);
    }

    @Test
    void relays_what_a_pipe_sends_and_answers_it_as_a_queue() {
        putRecording(key, recording);
        String missing = key + ".missing.wav";

        JsonNode answer = json.valueToTree(deliver(
                SampleEvents.pipe(notification(key), notification(missing)).toString()));

        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
        assertThat(answer.toString()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"message-2\"}]}");
    }

    @Test
    void shows_no_more_than_2000_characters_of_an_error_of_its_own() {
        Context broken = invocation(() -> {
            throw new StackOverflowError("x".repeat(5000));
        });

        assertThatThrownBy(() -> deliver("{}", broken))
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .hasSize(2000);
    }

    @Test
    void uploads_nothing_when_the_same_event_comes_again() {
        putRecording(key, recording);
        deliver(notification(key));

        Object answer = deliver(notification(key));

        assertThat(answer).isNull();
        assertThat(gong.uploads()).hasSize(1);
        assertThat(gong.calls()).hasSize(1);
    }

    @Test
    void does_not_upload_an_object_again_that_was_overwritten_after_it_was_relayed() {
        putRecording(key, recording);
        deliver(notification(key));
        putRecording(key, SampleMedia.wav(50_000, 1, 99));

        try (CapturedLog log = new CapturedLog()) {
            deliver(notification(key));

            assertThat(log.text()).contains("already-relayed", "the object was overwritten after it was relayed");
        }
        assertThat(gong.uploads()).hasSize(1);
    }

    @Test
    void goes_on_with_the_call_that_gong_has_for_this_recording() {
        putRecording(key, recording);
        gong.failCalls(1, Fault.loseAnswer());

        deliver(notification(key));

        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.callId())
                        .isEqualTo(gong.calls().get(0).callId()));
    }

    @Test
    void counts_the_same_content_under_another_call_as_relayed_and_warns() {
        putRecording(key + ".first.wav", recording);
        putRecording(key + ".second.wav", recording);
        deliver(notification(key + ".first.wav"));

        try (CapturedLog log = new CapturedLog()) {
            deliver(notification(key + ".second.wav"));

            assertThat(log.text()).contains("Gong has the same content under call");
        }
        assertThat(receipt(key + ".second.wav").path("callId").asText())
                .isEqualTo(gong.calls().get(0).callId());
        assertThat(receipt(key + ".second.wav").path("state").asText()).isEqualTo("relayed");
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(1);
    }

    @Test
    void uploads_to_a_call_that_exists_without_registering_one() {
        putRecording(key, recording);
        deliver(notification(key));
        String callId = "18234227402593789999";
        byte[] other = SampleMedia.wav(1000, 1, 5);
        put(key + ".known.wav", other, Map.of("gong-call-id", callId));

        assertThatThrownBy(() -> deliver(notification(key + ".known.wav")))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining("gong-call-unknown");

        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads().get(1).callId()).isEqualTo(callId);
    }

    @ParameterizedTest
    @CsvSource({
        "400, gong-refused, rejected",
        "401, gong-unauthorized, claimed",
        "403, gong-forbidden, claimed",
        "404, gong-call-unknown, rejected",
        "409, gong-user-not-enabled, rejected",
        "413, gong-too-large, rejected",
        "415, gong-media-type, rejected"
    })
    void keeps_what_gong_answered_in_message_and_receipt(int status, String code, String state) {
        putRecording(key, recording);
        gong.failCalls(1, Fault.answerAfterBody(status).json("{\"requestId\":\"req-4711\",\"errors\":[\"Said why\"]}"));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining(code)
                .hasMessageContaining("req-4711")
                .hasMessageContaining("Said why");

        assertThat(receipt(key).path("state").asText()).isEqualTo(state);
        assertThat(receipt(key).path("message").asText()).contains("req-4711", "Said why");
        assertThat(gong.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void follows_no_redirect(int status) {
        putRecording(key, recording);
        gong.failCalls(1, Fault.answerAfterBody(status).header("Location", gong.baseUrl() + "/v2/calls"));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("gong-refused")
                .hasMessageContaining("Gong answered " + status + ", a redirect");

        assertThat(gong.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void takes_any_success_for_one(int status) {
        putRecording(key, recording);
        gong.failUploads(1, Fault.answerAfterBody(status).json("").accepting());

        deliver(notification(key));

        assertThat(gong.uploads()).hasSize(1);
        assertThat(receipt(key).path("state").asText()).isEqualTo("relayed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"requestId\":null,\"url\":null}"})
    void leaves_out_of_the_receipt_what_gong_did_not_say(String answer) {
        putRecording(key, recording);
        gong.failUploads(1, Fault.answerAfterBody(201).json(answer).accepting());

        deliver(notification(key));

        assertThat(receipt(key).has("gongRequestId") || receipt(key).has("url")).isFalse();
        assertThat(receipt(key).toString()).doesNotContain("null", "unknown");
    }

    @Test
    void comes_again_when_gong_gives_no_callId() {
        putRecording(key, recording);
        gong.failCalls(1, Fault.answerAfterBody(201).json("{\"requestId\":\"r\"}"));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("gong-unavailable")
                .hasMessageContaining("no callId");

        assertThat(receipt(key).path("state").asText()).isEqualTo("claimed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.wav",
                "plus+and%20percent%.wav",
                "ünïcödé/日本語 電話.wav",
                "a//b///c.wav",
                "quote\"and'back\\slash.wav",
                "tab\tand;semi&colon=?#.wav",
                "~!@$^*(){}[]|<>,`.wav"
            })
    void relays_recordings_with_odd_keys(String name) {
        String odd = UUID.randomUUID() + "/" + name;
        putRecording(odd, recording);

        deliver(notification(odd));

        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.partHeaders().get("content-disposition")).matches("[\\x20-\\x7e]+");
        });
        assertThat(gong.calls().get(0).details().path("clientUniqueId").asText())
                .isEqualTo(BUCKET + "/" + odd);
    }

    @Test
    void relays_a_recording_whose_key_has_1024_bytes() {
        String longest = UUID.randomUUID() + "/" + "ü".repeat(490) + "xxx.wav";
        assertThat(longest.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSize(1024);
        putRecording(longest, recording);

        deliver(notification(longest));

        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3-notification.moto.json", "s3-notification.minio.json", "eventbridge.moto.json"})
    void relays_what_real_events_announce(String event) throws IOException {
        String announced = "calls/a b+c%20ü/日本 &=?#.mp3";
        put(announced, SampleMedia.mp3(5000, new Random().nextLong()), Map.of("gong-call", unique()));
        s3.listBuckets().buckets().stream()
                .filter(bucket -> bucket.name().startsWith("receipts-"))
                .forEach(bucket -> s3.deleteObject(
                        delete -> delete.bucket(bucket.name()).key("receipts/" + BUCKET + "/" + announced + ".json")));

        try (InputStream stream = Objects.requireNonNull(getClass().getResourceAsStream("/events/" + event))) {
            deliver(new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }

        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.partHeaders()).containsEntry("content-type", "audio/mpeg");
        });
    }

    @Test
    void skips_sidecars_and_folders_quietly() {
        try (CapturedLog log = new CapturedLog()) {
            Object answer = deliver(notification(key + ".json", "calls/"));

            assertThat(answer).isNull();
            assertThat(log.text()).isEmpty();
        }
        assertThat(gong.requests()).isEmpty();
    }

    @Test
    void rejects_an_event_of_no_known_form() {
        assertThatThrownBy(() -> deliver("{\"hello\":\"world\"}"))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("no known format");
    }

    @Test
    void logs_one_line_for_each_outcome_with_stable_fields_and_leaves_none_behind() {
        putRecording(key, recording);

        try (CapturedLog log = new CapturedLog()) {
            deliver(notification(key));

            assertThat(log.records()).singleElement().satisfies(line -> {
                assertThat(line.getMdcCopy().keySet())
                        .contains(
                                "bucket",
                                "key",
                                "callId",
                                "gongRequestId",
                                "url",
                                "contentType",
                                "bytes",
                                "seconds",
                                "attempts",
                                "resumes",
                                "outcome");
                assertThat(line.getMdcCopy()).containsEntry("bytes", "100000").containsEntry("outcome", "relayed");
            });
        }
        assertThat(MDC.getMap()).doesNotContainKeys("bucket", "key", "callId", "outcome", "code");
    }

    @Test
    void never_shows_a_secret_or_personal_data() {
        ObjectNode details = json.createObjectNode();
        details.put("actualStart", "2026-11-22T20:32:00Z").put("direction", "sideways");
        details.putArray("parties")
                .addObject()
                .put("phoneNumber", "+491701234567")
                .put("emailAddress", "jane@doe.example");
        put(key, recording, Map.of("gong-call", details.toString()));
        putRecording(key + ".2.wav", recording);
        gong.failCalls(1, Fault.answer(401).json("{\"errors\":[\"unknown user jane@doe.example\"]}"));

        try (CapturedLog log = new CapturedLog()) {
            assertThatThrownBy(() -> deliver(notification(key, key + ".2.wav")))
                    .hasMessageNotContainingAny(
                            Surroundings.ACCESS_KEY, Surroundings.ACCESS_KEY_SECRET, "1701234567", "jane");

            assertThat(log.text())
                    .contains("details-invalid", "gong-unauthorized")
                    .doesNotContain(Surroundings.ACCESS_KEY, Surroundings.ACCESS_KEY_SECRET, "1701234567", "jane");
        }
    }

    private static String queued(String... keys) {
        return SampleEvents.sqs(
                        Stream.of(keys).map(SurroundedTest::notification).toArray(String[]::new))
                .toString();
    }

    private static String unique() {
        return "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"clientUniqueId\":\"" + UUID.randomUUID() + "\"}";
    }
}
