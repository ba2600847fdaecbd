package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.lambda.LambdaRuntimeApi;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

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
    void uploads_nothing_when_the_same_event_is_delivered_again() {
        putRecording(key, recording);
        deliver(notification(key));

        JsonNode answer = deliver(notification(key));

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
    void does_not_call_a_recording_overwritten_by_the_older_version_that_is_announced_after_it() {
        String bucket = "versions-" + UUID.randomUUID();
        s3.createBucket(create -> create.bucket(bucket));
        s3.putBucketVersioning(put -> put.bucket(bucket)
                .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
        String older = putVersion(bucket, SampleMedia.wav(50_000, 1, 99));
        String newer = putVersion(bucket, recording);
        deliver(versionOf(bucket, newer));

        try (CapturedLog log = new CapturedLog()) {
            deliver(versionOf(bucket, older));

            assertThat(log.text()).contains("already-relayed").doesNotContain("overwritten");
        }
        putVersion(bucket, SampleMedia.wav(50_000, 1, 98));
        try (CapturedLog log = new CapturedLog()) {
            deliver(versionOf(bucket, newer));

            assertThat(log.text()).contains("the object was overwritten after it was relayed");
        }
        assertThat(gong.uploads()).hasSize(1);
    }

    private String putVersion(String bucket, byte[] bytes) {
        return s3.putObject(
                        put -> put.bucket(bucket).key(key).metadata(Map.of("gong-call", STARTED)),
                        RequestBody.fromBytes(bytes))
                .versionId();
    }

    private String versionOf(String bucket, String versionId) {
        return notification(key)
                .replace("\"" + BUCKET + "\"", "\"" + bucket + "\"")
                .replace("\"object\":{", "\"object\":{\"versionId\":\"" + versionId + "\",");
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
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
        putRecording(longest, recording);

        deliver(notification(longest));

        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3-notification.moto.json", "s3-notification.minio.json", "eventbridge.moto.json"})
    void relays_what_real_events_announce(String event) throws IOException {
        String announced = "calls/a b+c%20ü/日本 &=?#.mp3";
        put(
                announced,
                SampleMedia.mp3(5000, new Random().nextLong()),
                identity(UUID.randomUUID().toString()));
        s3.listBuckets().buckets().stream()
                .filter(bucket -> bucket.name().startsWith("receipts-"))
                .forEach(bucket -> s3.deleteObject(
                        delete -> delete.bucket(bucket.name()).key("receipts/" + BUCKET + "/" + announced + ".json")));

        try (InputStream stream = Objects.requireNonNull(getClass().getResourceAsStream("/events/" + event))) {
            deliver(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }

        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.partHeaders()).containsEntry("content-type", "audio/mpeg");
        });
    }

    @Test
    void skips_sidecars_and_folders_quietly() {
        try (CapturedLog log = new CapturedLog()) {
            JsonNode answer = deliver(notification(key + ".json", "calls/"));

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
}
