package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.check.TestChecks;
import dev.gongrelay.simulator.ConnectSimulator;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUser;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.time.Deadline;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** The check of a deployment with everything: a secret, a mapping in S3, queues, and Amazon Connect. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@SuppressWarnings("NullAway.Init")
class DeploymentCheckTest extends SurroundedTest {
    private static final Duration LONG = Duration.ofSeconds(17);
    private static final GongUser OWNER = GongUser.of("234599484848423", "owner@example.com");

    private final String mapping = UUID.randomUUID() + "/mapping.jsonata";

    @Inject
    Deadline deadline;

    /** A client through the proxy, which can fail. */
    @Inject
    S3Client proxied;

    ConnectSimulator connect;

    @BeforeEach
    void setTheScene() {
        connect.reset();
        ArrivalQueues.proxy().reset();
        gong.users(List.of(OWNER));
        put(mapping, "{\"title\": key}");
        deadline.begin(0);
    }

    @AfterEach
    void letGo() throws InterruptedException {
        connect.reset();
        source.reset();
        SecretsManager.hold(false);
        ArrivalQueues.proxy().reset();
        gong.missingScopes(403);
        deadline.begin(0);
        // A check that nobody waits for any longer would ask Connect beside that of the next test.
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("check of Amazon Connect")) {
                thread.join();
            }
        }
    }

    @Test
    void finds_a_mapping_in_s3_that_can_be_used() {
        JsonNode line = line("mapping");

        assertThat(line.path("ok").asBoolean()).isTrue();
        assertThat(line.path("text").asText())
                .startsWith("s3://" + BUCKET + "/" + mapping)
                .contains("ETag", "valid");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"title\": ',   mapping-invalid,     can't be used",
        ",                 mapping-invalid,     NoSuchKey",
        "denied,           mapping-invalid,     needs s3:GetObject",
        "failing,          mapping-unavailable, InternalError"
    })
    void finds_a_mapping_in_s3_that_can_not_be_used(@Nullable String text, String code, String words) {
        if (text == null) {
            s3.deleteObject(delete -> delete.bucket(BUCKET).key(mapping));
        } else if (text.equals("denied")) {
            source.fail(9, head -> head.path().contains(mapping), ProxyFault.error(403, "No", "AccessDenied", "no"));
        } else if (text.equals("failing")) {
            source.fail(9, head -> head.path().contains(mapping), ProxyFault.internalError());
        } else {
            put(mapping, text);
        }

        JsonNode line = line("mapping");

        assertThat(line.path("ok").asBoolean()).isFalse();
        assertThat(line.path("code").asText()).isEqualTo(code);
        assertThat(line.path("text").asText()).contains(mapping, words);
    }

    @Test
    void looks_at_a_mapping_again_although_it_was_good_before() {
        assertThat(line("mapping").path("ok").asBoolean()).isTrue();
        put(mapping, "{\"title\": ");

        assertThat(line("mapping").path("ok").asBoolean()).isFalse();
    }

    /** The contact of a recording proves that the instance is right. */
    @Test
    void finds_the_contact_of_a_recording() {
        String contact = recordingOfContact();
        connect.contact(contact, "{\"AgentInfo\":{\"Id\":\"agent\"}}");
        connect.user("agent", "{\"Username\":\"ann\"}");

        JsonNode line = line("Amazon Connect");

        assertThat(line.path("text").asText()).contains("has the contact of s3://" + BUCKET);
        assertThat(line.path("ok").asBoolean()).isTrue();
        assertThat(connect.requests()).containsExactly("contacts/" + contact, "users/agent");
    }

    @Test
    void finds_that_an_instance_does_not_have_the_contact_of_a_recording() {
        recordingOfContact();

        JsonNode line = line("Amazon Connect");

        assertThat(line.path("ok").asBoolean()).isFalse();
        assertThat(line.path("text").asText())
                .contains("no contact of s3://", "RELAY_CONNECT_INSTANCE names an instance that did not make it");
    }

    @Test
    void finds_that_connect_answers_before_there_is_a_recording() {
        source.fail(9, head -> head.path().contains("list-type"), ProxyFault.error(403, "No", "AccessDenied", "no"));

        JsonNode line = line("Amazon Connect");

        assertThat(line.path("ok").asBoolean()).isTrue();
        assertThat(line.path("text").asText()).contains("there is no recording yet");
        assertThat(connect.requests()).containsExactly("contacts/00000000-0000-0000-0000-000000000000");
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDeniedException, connect-denied", "500, InternalServiceException, connect-unavailable"})
    void finds_that_connect_refuses(int status, String type, String code) {
        connect.failNext(100, status, type);

        JsonNode line = line("Amazon Connect");

        assertThat(line.path("ok").asBoolean()).isFalse();
        assertThat(line.path("code").asText()).isEqualTo(code);
    }

    @Test
    void finds_that_the_key_may_read_calls() {
        assertThat(line("proof of arrival").path("text").asText()).isEqualTo("the key may read calls");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void finds_that_the_key_may_not_read_calls(int status) {
        gong.missingScopes(status, Endpoint.FILTER_CALLS.scope());

        JsonNode answer = check(LONG);

        assertThat(TestChecks.line(answer, "proof of arrival").path("ok").asBoolean())
                .isFalse();
        assertThat(TestChecks.line(answer, "proof of arrival").path("text").asText())
                .contains("api:calls:read:extensive");
        assertThat(TestChecks.line(answer, "Gong").path("ok").asBoolean()).isTrue();
    }

    @Test
    void finds_that_the_default_user_is_nobody() {
        gong.users(List.of(GongUser.of("1001", "ann@example.com")));

        JsonNode line = line("Gong");

        assertThat(line.path("ok").asBoolean()).isFalse();
        assertThat(line.path("text").asText()).contains("RELAY_DEFAULTS_PRIMARY_USER is not one of them");
    }

    @Test
    void finds_that_calls_of_the_default_user_may_not_be_imported() {
        gong.users(List.of(OWNER.withoutTelephonyImport(), GongUser.of("1001", "ann@example.com")));

        JsonNode line = line("Gong");

        assertThat(line.path("ok").asBoolean()).isFalse();
        assertThat(line.path("text").asText()).contains("RELAY_DEFAULTS_PRIMARY_USER is a user whose calls");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S3              | recordings bucket, notifications, clock, mapping, receipts bucket
            mapping         | mapping
            receipts        | receipts bucket
            Connect         | Amazon Connect
            users           | Gong
            calls           | proof of arrival
            queues          | dead-letter queue, arrivals queue
            secret          | Gong's secret
            """)
    void answers_about_everything_else_whatever_hangs(String what, String lines) {
        switch (what) {
            case "S3" -> source.fail(1000, ProxyFault.holdAnswer());
            case "mapping" -> source.fail(1000, head -> head.path().contains(mapping), ProxyFault.holdAnswer());
            case "receipts" -> source.fail(1000, head -> head.path().contains(receiptsBucket), ProxyFault.holdAnswer());
            case "Connect" -> connect.hold();
            case "users" -> gong.fail(Endpoint.LIST_USERS, 9, Fault.neverAnswer());
            case "calls" -> gong.fail(Endpoint.FILTER_CALLS, 9, Fault.neverAnswer());
            case "queues" -> ArrivalQueues.proxy().fail(1000, ProxyFault.holdAnswer());
            default -> SecretsManager.hold(true);
        }

        JsonNode answer = check(Duration.ofSeconds(1));

        assertThat(answer.path("checks"))
                .hasSize(14)
                .allSatisfy(line -> assertThat(line.path("text").asText()).isNotEmpty());
        assertThat(lines.split(", "))
                .allSatisfy(line -> assertThat(
                                TestChecks.line(answer, line).path("ok").asBoolean())
                        .as(line)
                        .isFalse());
    }

    /** Puts a recording whose key comes first; returns the contact that the key names. */
    private String recordingOfContact() {
        String contact = UUID.randomUUID().toString();
        put("!/" + contact + "_20260131T09:30_UTC.wav", SampleMedia.wav(1000, 2, 1));
        s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("!/")).contents().stream()
                .filter(object -> !object.key().contains(contact))
                .forEach(object ->
                        s3.deleteObject(delete -> delete.bucket(BUCKET).key(object.key())));
        return contact;
    }

    private JsonNode line(String check) {
        return TestChecks.line(check(LONG), check);
    }

    private JsonNode check(Duration patience) {
        return TestChecks.deployment(
                proxied,
                TestSettings.with(Map.of("relay.recordings.mapping", "s3://" + BUCKET + "/" + mapping)),
                patience);
    }
}
