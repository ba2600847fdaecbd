package dev.gongrelay;

import static dev.gongrelay.check.TestChecks.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.check.TestChecks;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.people.People;
import dev.gongrelay.people.TestPeople;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.time.Deadline;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What checks say of recordings and of the deployment, and that they have no effect. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class CheckTest extends SurroundedTest {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    /** 83 s of 8 kHz, 16 bits, two channels. */
    private static final byte[] STEREO = SampleMedia.wav(44 + 4 * 8_000 * 83, 2, 1);

    @Inject
    Deadline deadline;

    @Inject
    Recordings recordings;

    @Inject
    Receipts receipts;

    @Inject
    Gong sender;

    /** Whether the test itself relays something. If not, nothing may be written or posted. */
    private boolean relays;

    @AfterEach
    void nothing_was_written_and_gong_heard_of_no_call() {
        if (!relays) {
            assertThat(source.heads()).isNotEmpty().allMatch(head -> READING.contains(head.method()));
            assertThat(gong.requests()).isEmpty();
        }
        gong.credentials(Surroundings.ACCESS_KEY, Surroundings.ACCESS_KEY_SECRET);
        gong.forbid(false);
        gong.missingScopes(403);
        deadline.begin(0);
    }

    @Test
    void shows_what_would_be_registered_with_the_layer_of_each_field() {
        put(key, STEREO, Map.of("gong-call", STARTED));
        put(key + ".json", "{\"title\":\"A call\",\"actualStart\":\"2020-01-01T00:00:00Z\"}");

        JsonNode answer = check("\"s3://" + BUCKET + "/" + key + "\"");

        assertThat(answer.path("recording").asText()).isEqualTo("s3://" + BUCKET + "/" + key);
        assertThat(answer.path("wouldBe").asText()).isEqualTo("relayed");
        assertThat(answer.path("bytes").asLong()).isEqualTo(STEREO.length);
        assertThat(answer.path("format"))
                .isEqualTo(tree("{\"contentType\":\"audio/wav\",\"channels\":2,\"seconds\":83.0}"));
        assertThat(answer.path("call").path("title").asText()).isEqualTo("A call");
        assertThat(answer.path("call").path("actualStart").asText()).isEqualTo("2026-11-22T20:32:00Z");
        assertThat(answer.path("call").path("clientUniqueId").asText()).isEqualTo(BUCKET + "/" + key);
        assertThat(answer.path("layers").path("title").asText()).isEqualTo("sidecar <key>.json");
        assertThat(answer.path("layers").path("actualStart").asText()).isEqualTo("object metadata gong-call");
        assertThat(answer.path("layers").path("direction").asText()).isEqualTo("settings RELAY_DEFAULTS_*");
        assertThat(answer.path("layers").size()).isEqualTo(answer.path("call").size());
        assertThat(answer.path("warnings"))
                .singleElement()
                .extracting(JsonNode::asText)
                .asString()
                .contains("mediaChannelId");
        assertThat(answer.has("receipt") || answer.has("code") || answer.has("reason"))
                .isFalse();
    }

    @Test
    void shows_every_problem_beside_what_was_found() {
        put(key, STEREO, Map.of("gong-call", "{\"actualStart\":\"soon\",\"direction\":7}"));

        JsonNode answer = check("\"s3://" + BUCKET + "/" + key + "\"");

        assertThat(answer.path("wouldBe").asText()).isEqualTo("rejected");
        assertThat(answer.path("code").asText()).isEqualTo("details-invalid");
        assertThat(answer.path("reason").asText()).contains("actualStart", "direction");
        assertThat(answer.path("format").path("channels").asInt()).isEqualTo(2);
        assertThat(answer.path("call").path("direction").asInt()).isEqualTo(7);
    }

    @Test
    void shows_whose_call_it_would_be_and_writes_no_list_of_people() {
        relays = true;
        put(
                key,
                STEREO,
                Map.of("gong-call", "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"primaryUser\":\"nobody@acme.com\"}"));
        People asking = TestPeople.with(Map.of("relay.receipts.bucket", receiptsBucket), sender, s3, Clock.systemUTC());

        JsonNode answer = TestChecks.whole(recordings, receipts, asking, new RecordingReference(BUCKET, key, null));

        assertThat(answer.path("wouldBe").asText()).isEqualTo("rejected");
        assertThat(answer.path("code").asText()).isEqualTo("user-unknown");
        assertThat(answer.path("people").path(0).path("given").asText()).isEqualTo("nobody@acme.com");
        assertThat(gong.requests())
                .isNotEmpty()
                .allMatch(request -> request.method().equals("GET"));
        assertThat(source.heads()).allMatch(head -> READING.contains(head.method()));
        assertThat(s3.listObjectsV2(list -> list.bucket(receiptsBucket).prefix("receipts/_people"))
                        .contents())
                .isEmpty();
    }

    @Test
    void shows_the_receipt_of_what_gong_has_already() {
        relays = true;
        putRecording(key, STEREO);
        deliver(notification(key));

        JsonNode answer = check("\"s3://" + BUCKET + "/" + key + "\"");

        assertThat(answer.path("wouldBe").asText()).isEqualTo("already-relayed");
        assertThat(answer.path("receipt")).isEqualTo(receipt(key));
        assertThat(gong.uploads()).hasSize(1);
    }

    @Test
    void answers_briefly_about_many() {
        String stem = key.replace("call.wav", "");
        putRecording(stem + "good.wav", STEREO);
        put(stem + "page.wav", "<html>");
        put(stem + "veto.wav", STEREO, Map.of("gong-skip", "private"));
        put(stem + "early.wav", STEREO, Map.of());

        JsonNode answer =
                check(Stream.of("good.wav", "page.wav", "veto.wav", "early.wav", "gone.wav", "a.ogg", "a.json")
                        .map(name -> "\"s3://" + BUCKET + "/" + stem + name + "\"")
                        .collect(Collectors.joining(",", "[", "]")));

        assertThat(answer.path("recordings"))
                .extracting(line ->
                        line.path("wouldBe").asText() + " " + line.path("code").asText())
                .containsExactly(
                        "relayed ",
                        "rejected media-invalid",
                        "skipped ",
                        "retry-later sidecar-awaited",
                        "rejected source-missing",
                        "skipped ",
                        "skipped ");
        assertThat(answer.path("recordings").path(0).path("primaryUser").asText())
                .isEqualTo("234599484848423");
        assertThat(answer.path("recordings").path(0).path("seconds").asDouble()).isEqualTo(83.0);
        assertThat(answer.path("recordings")).allMatch(line -> !line.has("call"));
        assertThat(answer.path("notChecked").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b+c%20d.wav", "\u00fc \u65e5\u672c&=?#.wav", "a\u0301'(1).wav", "%2F..%2f+.wav"})
    void takes_a_key_as_it_is(String name) {
        putRecording(key + "/" + name, STEREO);

        JsonNode answer = tree(Objects.requireNonNull(deliver(JsonNodeFactory.instance
                .objectNode()
                .put("check", "s3://" + BUCKET + "/" + key + "/" + name)
                .toString())));

        assertThat(answer.path("recording").asText()).isEqualTo("s3://" + BUCKET + "/" + key + "/" + name);
        assertThat(answer.path("wouldBe").asText()).isEqualTo("relayed");
        assertThat(answer.path("call").path("clientUniqueId").asText()).isEqualTo(BUCKET + "/" + key + "/" + name);
    }

    @Test
    void says_that_another_delivery_is_relaying_the_recording() {
        relays = true;
        putRecording(key, STEREO);
        s3.putObject(
                put -> put.bucket(receiptsBucket).key(receiptKey(key)),
                RequestBody.fromString("{\"version\":1,\"state\":\"claimed\",\"recording\":{\"bucket\":\"" + BUCKET
                        + "\",\"key\":\"" + key + "\"},\"owner\":\"other\",\"attempts\":1,\"leaseUntil\":\""
                        + Instant.now().plusSeconds(600) + "\"}"));

        JsonNode answer = check("\"s3://" + BUCKET + "/" + key + "\"");

        assertThat(answer.path("wouldBe").asText()).isEqualTo("retry-later");
        assertThat(answer.path("code").asText()).isEqualTo("claimed-elsewhere");
        assertThat(answer.path("receipt").path("state").asText()).isEqualTo("claimed");
        assertThat(answer.path("format").path("channels").asInt()).isEqualTo(2);
    }

    /** The relay looks nobody up then, and neither may the check. */
    @Test
    void does_not_look_for_the_owner_of_a_call_that_is_registered_already() {
        put(
                key,
                STEREO,
                Map.of("gong-call", "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"primaryUser\":\"nobody@acme.com\"}"));
        s3.putObject(
                put -> put.bucket(receiptsBucket).key(receiptKey(key)),
                RequestBody.fromString("{\"version\":1,\"state\":\"claimed\",\"recording\":{\"bucket\":\"" + BUCKET
                        + "\",\"key\":\"" + key + "\"},\"owner\":\"other\",\"attempts\":1,\"callId\":\"777\","
                        + "\"leaseUntil\":\"" + Instant.now().minusSeconds(600) + "\"}"));

        JsonNode answer = check("\"s3://" + BUCKET + "/" + key + "\"");

        assertThat(answer.path("wouldBe").asText()).isEqualTo("relayed");
        assertThat(answer.path("people").isEmpty()).isTrue();
    }

    @Test
    void warns_of_a_bucket_that_announces_nothing_to_the_relay() {
        s3.createBucket(create -> create.bucket("elsewhere-" + key.substring(0, 8)));
        s3.putObject(
                put -> put.bucket("elsewhere-" + key.substring(0, 8)).key(key).metadata(Map.of("gong-call", STARTED)),
                RequestBody.fromBytes(STEREO));

        JsonNode answer = check("\"s3://elsewhere-" + key.substring(0, 8) + "/" + key + "\"");

        assertThat(answer.path("wouldBe").asText()).isEqualTo("relayed");
        assertThat(answer.path("warnings").toString()).contains("RELAY_RECORDINGS_BUCKET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "null",
                "1",
                "{}",
                "[]",
                "\"\"",
                "\"a.wav\"",
                "\"s3://calls\"",
                "[\"s3://calls/a.wav\", 1]"
            })
    void explains_what_a_check_must_be(String check) {
        relays = true;

        JsonNode answer = check(check);

        assertThat(answer.path("ok").asBoolean(true)).isFalse();
        assertThat(answer.path("code").asText()).isEqualTo("event-invalid");
        assertThat(answer.path("text").asText()).startsWith("a check must be true, an address");
    }

    @Test
    void lists_what_there_was_no_time_for() {
        putRecording(key, STEREO);

        JsonNode answer = tree(Objects.requireNonNull(
                deliver("{\"check\": [\"s3://" + BUCKET + "/" + key + "\"]}", Duration.ofMillis(1))));

        assertThat(answer.path("recordings").isEmpty()).isTrue();
        assertThat(answer.path("notChecked").path(0).asText()).isEqualTo("s3://" + BUCKET + "/" + key);
        check("\"s3://" + BUCKET + "/" + key + "\"");
    }

    @Test
    void reports_the_deployment_and_leaves_nothing_behind() {
        relays = true;
        put(key, STEREO);

        JsonNode answer = check("true");

        assertThat(answer.path("checks").findValuesAsText("check"))
                .containsExactly(
                        "settings",
                        "TLS",
                        "Gong's secret",
                        "Gong",
                        "proof of arrival",
                        "recordings bucket",
                        "notifications",
                        "clock",
                        "mapping",
                        "Amazon Connect",
                        "receipts bucket",
                        "queue",
                        "dead-letter queue",
                        "arrivals queue");
        assertThat(line(answer, "TLS").path("text").asText()).isEqualTo("BoringSSL");
        assertThat(line(answer, "Gong").path("text").asText())
                .matches("accepts the key; telephony calls of \\d+ of the \\d+ active users may be imported");
        assertThat(line(answer, "recordings bucket").path("text").asText())
                .matches("a byte of s3://recordings/.* could be read");
        assertThat(line(answer, "clock").path("ok").asBoolean()).isTrue();
        assertThat(line(answer, "receipts bucket").path("text").asText())
                .matches("s3://.*/receipts/_check/.* was written and removed");
        assertThat(line(answer, "notifications").path("text").asText()).contains("infra/connect-bucket");
        assertThat(answer.path("ok").asBoolean()).isFalse();
        assertThat(gong.calls()).isEmpty();
        assertThat(s3.listObjectsV2(list -> list.bucket(receiptsBucket).prefix("receipts/_check/"))
                        .contents())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, EventBridge", "false, '1 functions, queues or topics'"})
    void finds_where_the_bucket_announces_new_objects(boolean eventBridge, String target) {
        relays = true;
        String configured = eventBridge
                ? "<EventBridgeConfiguration/>"
                : "<QueueConfiguration><Id>a</Id><Queue>arn:aws:sqs:eu-west-1:123456789012:q</Queue>"
                        + "<Event>s3:ObjectCreated:*</Event></QueueConfiguration>";
        source.fail(
                1,
                head -> head.path().contains("notification"),
                ProxyFault.answer(
                        "HTTP/1.1 200 OK",
                        "<NotificationConfiguration>" + configured + "</NotificationConfiguration>"));

        JsonNode line = line(check("true"), "notifications");

        assertThat(line.path("text").asText()).isEqualTo("the bucket announces its objects to " + target);
        assertThat(line.path("ok").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "unauthorized, gong-unauthorized, RELAY_GONG_BASE_URL",
        "address,      gong-forbidden,    trusted IP addresses",
        "scope 401,    gong-forbidden,    Give the key the scopes",
        "scope 403,    gong-forbidden,    Give the key the scopes",
        "page,         gong-forbidden,    Otherwise: Give the key the scopes"
    })
    void says_why_gong_refuses_the_key(String refusal, String code, String advice) {
        relays = true;
        forgetAcceptance();
        switch (refusal) {
            case "unauthorized" -> gong.credentials("other", "key");
            case "address" -> gong.forbid(true);
            case "page" -> gong.fail(Endpoint.LIST_USERS, 1, Fault.answer(403));
            default -> gong.missingScopes(Integer.parseInt(refusal.replace("scope ", "")), "api:users:read");
        }

        JsonNode line = line(check("true"), "Gong");

        assertThat(line.path("ok").asBoolean()).isFalse();
        assertThat(line.path("code").asText()).isEqualTo(code);
        assertThat(line.path("text").asText()).contains(advice);
    }

    /** Gong answers each with 401; the last accepted key tells them apart. */
    @ParameterizedTest
    @CsvSource({
        "OWN,                      OWN,          accepted this key at this base URL until 20, or its secret was replaced",
        "https://eu-1.api.gong.io, OWN,          accepted this key at https://eu-1.api.gong.io (20, set RELAY_GONG_BASE_URL back",
        "OWN,                      0123456789ab, accepted another key at this base URL (20, the base URL is right",
        "https://eu-1.api.gong.io, 0123456789ab, accepted another key at https://eu-1.api.gong.io (20, both have changed"
    })
    void distinguishes_a_revoked_key_from_one_of_another_region(
            String baseUrl, String fingerprint, String known, String advice) throws IOException {
        relays = true;
        forgetAcceptance();
        put(
                key,
                STEREO,
                Map.of("gong-call", "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"primaryUser\":\"ann@acme.com\"}"));
        TestPeople.with(Map.of("relay.receipts.bucket", receiptsBucket), sender, s3, Clock.systemUTC())
                .identify(recordings.find(new RecordingReference(BUCKET, key, null)));
        ObjectNode list = (ObjectNode) json.readTree(
                s3.getObjectAsBytes(get -> get.bucket(receiptsBucket).key("receipts/_people.json"))
                        .asByteArray());
        assertThat(list.path("baseUrl").asText()).isEqualTo(gong.baseUrl().toString());
        list.put("baseUrl", baseUrl.equals("OWN") ? list.path("baseUrl").asText() : baseUrl);
        list.put(
                "accessKeySha256",
                fingerprint.equals("OWN") ? list.path("accessKeySha256").asText() : fingerprint);
        s3.putObject(
                put -> put.bucket(receiptsBucket).key("receipts/_people.json"),
                RequestBody.fromString(list.toString()));
        gong.credentials("revoked", "key");

        JsonNode line = line(check("true"), "Gong");

        assertThat(line.path("code").asText()).isEqualTo("gong-unauthorized");
        assertThat(line.path("text").asText()).contains("Gong answered 401", known, advice);
        forgetAcceptance();
    }

    @Test
    void says_so_when_it_can_not_be_read_whether_gong_accepted_a_key() {
        relays = true;
        gong.credentials("revoked", "key");
        source.fail(
                9,
                head -> head.path().contains("_people.json"),
                ProxyFault.error(403, "Forbidden", "AccessDenied", "no"));

        JsonNode line = line(check("true"), "Gong");

        assertThat(line.path("text").asText()).contains("Gong answered 401", "before can't be read", "AccessDenied");
    }

    private void forgetAcceptance() {
        s3.deleteObject(delete -> delete.bucket(receiptsBucket).key("receipts/_people.json"));
    }

    private JsonNode check(String what) {
        return tree(Objects.requireNonNull(deliver("{\"check\": " + what + "}")));
    }

    private JsonNode tree(Object answer) {
        return answer instanceof JsonNode node ? node : read(String.valueOf(answer));
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
