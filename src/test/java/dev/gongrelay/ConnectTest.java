package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.connect.ConnectApi;
import dev.gongrelay.simulator.ConnectSimulator;
import dev.gongrelay.simulator.GongUser;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings of Amazon Connect, relayed with only settings. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@SuppressWarnings("NullAway.Init")
class ConnectTest extends SurroundedTest {
    private static final String AGENT = "{\"Username\":\"ann\",\"IdentityInfo\":{\"Email\":\"Ann@Example.com\"}}";

    private final String contact = UUID.randomUUID().toString();
    private final String agent = UUID.randomUUID().toString();
    private final String recording = "connect/acme/CallRecordings/2026/01/31/" + contact + "_20260131T09:30_UTC.wav";

    ConnectSimulator connect;

    @BeforeEach
    void forgetContacts() {
        connect.reset();
        connect.user(agent, AGENT);
        gong.users(List.of(GongUser.of("1001", "ann@example.com")));
        put(recording, SampleMedia.wav(100_000, 2, contact.hashCode()));
    }

    @Test
    void relays_a_recording_with_the_agent_and_the_customer_of_its_contact() throws IOException {
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));

        deliver(notification(recording));

        JsonNode call = call();
        assertThat(call.path("actualStart").asText()).isEqualTo("2026-01-31T09:30:12.250Z");
        assertThat(call.path("direction").asText()).isEqualTo("Inbound");
        assertThat(call.path("primaryUser").asText()).isEqualTo("1001");
        assertThat(call.path("customData").asText()).isEqualTo(contact);
        assertThat(call.path("parties").toString())
                .isEqualTo("[{\"userId\":\"1001\",\"mediaChannelId\":1},"
                        + "{\"phoneNumber\":\"+15550100\",\"mediaChannelId\":0}]");
        assertThat(state(recording)).isEqualTo("relayed");
        assertThat(receipt(recording).path("warnings").toString()).doesNotContain("mediaChannelId");
    }

    @Test
    void creates_the_client_of_connect_before_the_first_event() {
        InjectableContext singletons = Objects.requireNonNull(Arc.container().getActiveContext(Singleton.class));

        assertThat(singletons.getState().getContextualInstances().keySet())
                .anyMatch(bean -> ConnectApi.class.isAssignableFrom(bean.getBeanClass()));
    }

    @Test
    void takes_the_start_of_the_recording_itself_where_connect_has_it() throws IOException {
        connect.contact(
                contact,
                contact(
                        "INBOUND",
                        "\"Recordings\":[{\"Location\":\"recordings/other.wav\",\"StartTimestamp\":1},"
                                + "{\"Location\":\"recordings/" + recording + "\",\"StartTimestamp\":1769851830.5}]"));

        deliver(notification(recording));

        assertThat(call().path("actualStart").asText()).isEqualTo("2026-01-31T09:30:30.500Z");
    }

    @ParameterizedTest
    @CsvSource({
        "INBOUND, Inbound", "QUEUE_TRANSFER, Inbound", "WEBRTC_API, Inbound", "FLOW, Inbound",
        "OUTBOUND, Outbound", "EXTERNAL_OUTBOUND, Outbound", "CALLBACK, Outbound", "API, Outbound",
        "AGENT_REPLY, Outbound", "DISCONNECT, Unknown"
    })
    void derives_the_direction_from_how_the_contact_began(String method, String direction) throws IOException {
        connect.contact(contact, contact(method, "\"Recordings\":null"));

        deliver(notification(recording));

        assertThat(call().path("direction").asText()).isEqualTo(direction);
    }

    @Test
    void gives_a_transfer_the_direction_of_the_first_contact() throws IOException {
        String first = UUID.randomUUID().toString();
        connect.contact(contact, contact("TRANSFER", "\"InitialContactId\":\"" + first + "\""));
        connect.contact(first, contact("OUTBOUND", "\"Recordings\":null"));

        deliver(notification(recording));

        assertThat(call().path("direction").asText()).isEqualTo("Outbound");
        assertThat(connect.requests()).containsExactly("contacts/" + contact, "contacts/" + first, "users/" + agent);
    }

    @Test
    void relays_the_automated_and_the_agents_part_of_a_contact_as_two_calls() {
        String automated = recording.replace("/CallRecordings/", "/CallRecordings/ivr/");
        put(automated, SampleMedia.wav(100_000, 2, 1));
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));

        deliver(notification(recording, automated));

        assertThat(gong.calls()).hasSize(2);
        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.calls().get(1).body())
                .contains("{\"userId\":\"1001\"},{\"phoneNumber\":\"+15550100\",\"mediaChannelId\":0}")
                .contains("\"actualStart\":\"2026-01-31T09:29:40Z\"");
    }

    @Test
    void finds_the_contact_by_metadata_before_the_key() throws IOException {
        String named = UUID.randomUUID() + "/call.wav";
        put(named, SampleMedia.wav(100_000, 2, 2), Map.of("contact-id", contact));
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));

        deliver(notification(named));

        assertThat(call().path("customData").asText()).isEqualTo(contact);
    }

    @Test
    void skips_monitoring() {
        connect.contact(contact, contact("MONITOR", "\"Recordings\":null"));

        deliver(notification(recording));

        assertThat(receipt(recording).path("reason").asText()).contains("somebody listened in");
        assertThat(gong.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Recordings\":null", "\"AgentInfo\":null", "\"AgentInfo\":{\"Id\":null}"})
    void skips_contacts_that_no_agent_took(String noAgent) {
        connect.contact(
                contact,
                "{\"Id\":\"" + contact + "\",\"InitiationMethod\":\"INBOUND\",\"DisconnectTimestamp\":1769851900,"
                        + noAgent + "}");

        deliver(notification(recording));

        assertThat(receipt(recording).path("reason").asText()).contains("no agent took the contact");
        assertThat(connect.requests()).containsExactly("contacts/" + contact);
        assertThat(gong.requests()).isEmpty();
    }

    @Test
    void awaits_a_contact_that_is_missing_or_not_complete() {
        assertThatThrownBy(() -> deliver(notification(recording))).hasMessageContaining("contact-awaited");
        connect.contact(contact, contact("INBOUND", "\"DisconnectTimestamp\":null"));
        assertThatThrownBy(() -> deliver(notification(recording))).hasMessageContaining("is not complete yet");
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));

        deliver(notification(recording));

        assertThat(state(recording)).isEqualTo("relayed");
    }

    @Test
    void waits_while_connect_throttles_and_asks_for_an_agent_once() {
        String second = UUID.randomUUID().toString();
        String another = recording.replace(contact, second);
        put(another, SampleMedia.wav(100_000, 2, second.hashCode()));
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));
        connect.contact(second, contact("OUTBOUND", "\"Recordings\":null"));
        connect.failNext(3, 429, "TooManyRequestsException");

        deliver(notification(recording, another));

        assertThat(gong.uploads()).hasSize(2);
        assertThat(connect.requests())
                .containsExactly(
                        "contacts/" + contact,
                        "contacts/" + contact,
                        "contacts/" + contact,
                        "contacts/" + contact,
                        "users/" + agent,
                        "contacts/" + second);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, connect-unavailable",
        "500, InternalServiceException, connect-unavailable",
        "403, ExpiredTokenException, connect-unavailable",
        "403, AccessDeniedException, connect-denied",
        "403, UnrecognizedClientException, connect-denied"
    })
    void says_why_connect_can_not_be_asked(int status, String type, String code) {
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));
        connect.failNext(100, status, type);

        assertThatThrownBy(() -> deliver(notification(recording)))
                .hasMessageContaining(code)
                .hasMessageContaining("Amazon Connect answered " + status + " " + type);
        assertThat(gong.requests()).isEmpty();
    }

    @Test
    void does_not_retry_without_time_for_the_longest_wait() {
        connect.contact(contact, contact("INBOUND", "\"Recordings\":null"));
        connect.failNext(100, 500, "InternalServiceException");

        assertThatThrownBy(() -> deliver(notification(recording), Duration.ofMillis(5500)))
                .hasMessageContaining("connect-unavailable");
        assertThat(connect.requests()).containsExactly("contacts/" + contact);
    }

    private String contact(String method, String more) {
        return "{\"Id\":\"" + contact + "\",\"InitiationMethod\":\"" + method + "\",\"InitiationTimestamp\":1769851780,"
                + "\"AgentInfo\":{\"Id\":\"" + agent + "\",\"ConnectedToAgentTimestamp\":1769851812.25},"
                + "\"CustomerEndpoint\":{\"Type\":\"TELEPHONE_NUMBER\",\"Address\":\"+15550100\"},"
                + (more.contains("DisconnectTimestamp") ? "" : "\"DisconnectTimestamp\":1769851900.5,") + more + "}";
    }

    private JsonNode call() throws IOException {
        assertThat(gong.calls()).hasSize(1);
        return json.readTree(gong.calls().get(0).body());
    }
}
