package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.TestSettings;
import dev.gongrelay.connect.ConnectApi;
import dev.gongrelay.connect.TestContacts;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.SourceObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectLayerTest {
    private static final String ID = "0f3ab1c2-1111-2222-3333-444455556666";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> contacts = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final RelayConfig settings = TestSettings.with(Map.of("relay.connect.instance", SampleContact.INSTANCE));
    private final ConnectLayer layer = new ConnectLayer(TestContacts.of(new ListedContacts(), settings, nanos::get));

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "connect/acme/CallRecordings/2026/01/31/" + ID + "_20260131T09:30_UTC.wav, none, " + ID,
                ID + "_20260131T09:30_UTC.wav, none, " + ID,
                "calls/0007.wav, c-7, c-7",
                "calls/" + ID + "_20260131T09:30_UTC.wav, c-7, c-7",
                "calls/" + ID + "_20260131T09:30_UTC.wav, ../users/1, " + ID,
                "calls/0007.wav, none, none",
                "calls/" + ID + "/0007.wav, none, none",
            })
    void finds_the_contact_in_the_metadata_or_the_key(String key, @Nullable String metadata, @Nullable String contact) {
        contacts.put(ID, "{\"Id\":\"" + ID + "\",\"DisconnectTimestamp\":1}");
        contacts.put("c-7", "{\"Id\":\"c-7\",\"DisconnectTimestamp\":1}");

        JsonNode inputs = layer.inputs(recording(key, metadata), true);

        assertThat(inputs.path("contact").path("Id").asText()).isEqualTo(contact == null ? "" : contact);
    }

    @Test
    void waits_no_longer_for_a_contact_of_an_old_recording() {
        SourceObject recording = recording(ID + "_20260131T09:30_UTC.wav", null);
        RelayException unknown = catchThrowableOfType(RelayException.class, () -> layer.inputs(recording, false));
        contacts.put(ID, "{\"Id\":\"" + ID + "\"}");

        JsonNode inputs = layer.inputs(recording, false);

        assertThat(unknown.code()).hasToString("contact-unknown");
        assertThat(unknown).hasMessageContaining(ID).hasMessageContaining("s3://recordings/");
        assertThat(inputs.has("contact")).isTrue();
    }

    @Test
    void asks_for_an_agent_again_after_an_hour() {
        contacts.put(ID, "{\"Id\":\"" + ID + "\",\"DisconnectTimestamp\":1,\"AgentInfo\":{\"Id\":\"u1\"}}");
        SourceObject recording = recording(ID + "_20260131T09:30_UTC.wav", null);

        layer.inputs(recording, true);
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        layer.inputs(recording, true);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        layer.inputs(recording, true);

        assertThat(asked).containsExactly("contact " + ID, "user u1", "contact " + ID, "contact " + ID, "user u1");
    }

    @Test
    void asks_nothing_without_an_instance() {
        ConnectLayer none = new ConnectLayer(TestContacts.none(TestSettings.with(Map.of())));

        assertThat(none.inputs(recording(ID + "_20260131T09:30_UTC.wav", null), true))
                .isEmpty();
    }

    private static SourceObject recording(String key, @Nullable String contactId) {
        return new SourceObject(
                new RecordingReference("recordings", key, null),
                1000,
                "\"1\"",
                "audio/wav",
                Instant.EPOCH,
                contactId == null ? Map.of() : Map.of("contact-id", contactId));
    }

    /** An Amazon Connect that has some contacts and every user. */
    private final class ListedContacts implements ConnectApi {
        @Override
        public JsonNode contact(String instanceId, String contactId) {
            asked.add("contact " + contactId);
            if (!contacts.containsKey(contactId)) {
                throw TestContacts.notThere();
            }
            return json("{\"Contact\":" + contacts.get(contactId) + "}");
        }

        @Override
        public JsonNode user(String instanceId, String userId) {
            asked.add("user " + userId);
            return json("{\"User\":{\"Username\":\"" + userId + "\"}}");
        }

        private JsonNode json(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
