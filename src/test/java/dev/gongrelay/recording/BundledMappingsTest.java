package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.TestSettings;
import dev.gongrelay.connect.Contacts;
import dev.gongrelay.connect.TestContacts;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.mapping.Mapping;
import dev.gongrelay.mapping.MappingException;
import dev.gongrelay.mapping.MappingReference;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.settings.TimeFormat;
import dev.gongrelay.source.SourceObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bundled mappings, on the samples of docs/producers.md and others like them. */
class BundledMappingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SAMPLE = Pattern.compile(
            "^From `([^`]+)`( with this\\s(?:sidecar|contact and agent))?, the mapping\\s`([^`]+)`\\smakes:\\n\\n((?:~~~json\\n.*?~~~\\n\\n?)+)",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("~~~json\\n(.*?)~~~", Pattern.DOTALL);
    private static final Pattern FREEPBX = Pattern.compile("\\(\\?<kind>[^`]+");

    /** What a mapping makes of a recording with this key and sidecar, by the page for producers. */
    private record Sample(
            String key,
            String mapping,
            @Nullable JsonNode sidecar,
            @Nullable JsonNode connect,
            JsonNode call) {
        static Sample of(MatchResult found) {
            List<JsonNode> blocks = BLOCK.matcher(found.group(4))
                    .results()
                    .map(block -> json(block.group(1)))
                    .toList();
            JsonNode call = blocks.get(blocks.size() - 1);
            JsonNode connect = blocks.size() < 3
                    ? null
                    : JSON.createObjectNode()
                            .<ObjectNode>set("contact", blocks.get(0))
                            .set("agent", blocks.get(1));
            JsonNode sidecar = blocks.size() == 2 ? blocks.get(0) : null;
            return new Sample(found.group(1), found.group(3), sidecar, connect, call);
        }

        @Override
        public String toString() {
            return mapping + " of " + key;
        }
    }

    static List<Sample> samples() {
        return SAMPLE.matcher(page()).results().map(Sample::of).toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void make_what_the_page_says_of_each_sample(Sample sample) throws Exception {
        JsonNode made = made(sample.mapping(), sample.key(), Map.of(), sample.sidecar(), sample.connect());

        assertThat(JSON.readTree(made.toString())).isEqualTo(sample.call());
    }

    static List<Sample> samplesWithoutConnect() {
        return samples().stream().filter(sample -> sample.connect() == null).toList();
    }

    @ParameterizedTest
    @MethodSource("samplesWithoutConnect")
    void make_valid_details(Sample sample) throws Exception {
        RelayConfig settings = TestSettings.with(Map.of(
                "relay.recordings.mapping", sample.mapping(),
                "relay.recordings.key-pattern",
                        FREEPBX.matcher(page())
                                .results()
                                .map(MatchResult::group)
                                .findFirst()
                                .orElseThrow(),
                "relay.recordings.key-time-zone", "Europe/Berlin",
                "relay.defaults.direction", "Inbound",
                "relay.defaults.primary-user", "7"));
        byte[] sidecar = sample.sidecar() == null ? null : JSON.writeValueAsBytes(sample.sidecar());

        CallDetails details = OneSidecar.read(sidecar, sample.key(), settings);

        assertThat(details.warnings()).isEmpty();
        sample.call()
                .properties()
                .forEach(field -> assertThat(
                                details.document().path(field.getKey()).toString())
                        .isEqualTo(field.getValue().toString()));
    }

    @Test
    void have_a_sample_each() throws IOException {
        try (Stream<Path> mappings = Files.list(Path.of("src/main/resources/mappings"))) {
            assertThat(samples().stream()
                            .map(sample -> sample.mapping() + ".jsonata")
                            .collect(Collectors.toSet()))
                    .isEqualTo(
                            mappings.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            connect | a/ivr/0f3ab1c2-1111-2222-3333-444455556666_20260131T09:30_UTC.wav | {} | {"actualStart":"2026-01-31T09:30:00Z","customData":"id of the metadata"}
            connect | calls/0007.wav | {} | {"customData":"id of the metadata"}
            twilio  | RE1.wav | {"start_time": "Sat, 31 Jan 2026 09:30:00 +0000", "duration": "7", "call_sid": "CA1"} | {"actualStart":"2026-01-31T09:30:00Z","duration":7,"customData":"CA1"}
            twilio  | x.wav | {"call": {"direction": "inbound", "from": "+1", "to": "+2"}, "agent": "7"} | {"direction":"Inbound","primaryUser":"7","parties":[{"userId":"7"},{"phoneNumber":"+1"}]}
            telnyx  | x.wav | {"data": {"payload": {"recording_started_at": "2026-01-31T09:30:00Z", "call_session_id": "s"}}} | {"actualStart":"2026-01-31T09:30:00Z","customData":"s"}
            genesys | r.flac | {"conversation": {"conversationStart": "2026-01-31T09:30:00.000Z", "originatingDirection": "outbound", "participants": [{"purpose": "external", "sessions": [{"mediaType": "voice", "dnis": "tel:+1"}]}]}, "agent": {"email": "a@b.com"}} | {"clientUniqueId":"r","actualStart":"2026-01-31T09:30:00Z","direction":"Outbound","primaryUser":"a@b.com","parties":[{"userId":"a@b.com"},{"phoneNumber":"+1"}]}
            8x8     | x.mp3 | {"type": "callcenterrecording", "tags": [{"key": "direction", "value": "INBOUND"}, {"key": "callerId", "value": "4085559901"}, {"key": "extensionNumber", "value": "600032"}]} | {"direction":"Inbound","primaryUser":"extension:600032","parties":[{"userId":"extension:600032"},{"phoneNumber":"4085559901"}]}
            twilio  | x.wav | {"call": {"direction": "Outbound-API", "from": "+1", "to": "+2"}, "agent": "7", "agentChannel": "0"} | {"direction":"Outbound","primaryUser":"7","parties":[{"userId":"7","mediaChannelId":0},{"phoneNumber":"+2","mediaChannelId":1}]}
            twilio  | x.wav | {"call": {"direction": "trunking-originating", "from": "+1", "to": "+2"}, "agent": "7", "agentChannel": null, "duration": "-1"} | {"direction":"Inbound","primaryUser":"7","parties":[{"userId":"7"},{"phoneNumber":"+1"}]}
            twilio  | x.wav | {"call": {"direction": "trunking-terminating", "from": "+1", "to": "+2"}, "agent": "7", "duration": null} | {"direction":"Outbound","primaryUser":"7","parties":[{"userId":"7"},{"phoneNumber":"+2"}]}
            twilio  | x.wav | {"call": {"direction": "sideways", "from": "+1", "to": "+2"}, "agent": "7", "agentChannel": 1} | {"primaryUser":"7","parties":[{"userId":"7","mediaChannelId":1}]}
            twilio  | x.wav | {"call": {"direction": null, "from": "+1", "to": "+2"}, "agent": "7", "start_time": null} | {"primaryUser":"7","parties":[{"userId":"7"}]}
            telnyx  | x.wav | {"call": {"data": {"payload": {"direction": "inbound", "from": "+1", "to": "+2"}}}, "agent": "7", "agentChannel": "1", "recording": {"data": {"payload": {"recording_started_at": null}}}} | {"direction":"Inbound","primaryUser":"7","parties":[{"userId":"7","mediaChannelId":1},{"phoneNumber":"+1","mediaChannelId":0}]}
            telnyx  | x.wav | {"call": {"data": {"payload": {"from": "+1", "to": "+2"}}}, "agent": "7"} | {"primaryUser":"7","parties":[{"userId":"7"}]}
            genesys | r.flac | {"conversation": {"originatingDirection": "INBOUND", "participants": [{"purpose": "external", "sessions": [{"mediaType": "voice", "ani": "tel:+2"}]}, {"purpose": "customer", "sessions": [{"mediaType": "chat", "ani": "tel:+3"}, {"mediaType": "voice", "ani": "tel:+1", "dnis": "tel:+9"}]}]}, "agent": {"email": "a@b.com"}} | {"clientUniqueId":"r","direction":"Inbound","primaryUser":"a@b.com","parties":[{"userId":"a@b.com"},{"phoneNumber":"+1"}]}
            genesys | r.flac | {"conversation": {"originatingDirection": "inbound", "participants": [{"purpose": "customer", "sessions": [{"mediaType": "voice", "ani": null}, {"mediaType": "voice", "ani": "sip:x@y"}]}, {"purpose": "external", "sessions": [{"mediaType": "voice", "ani": "tel:+2"}]}]}, "agent": {"email": "a@b.com"}} | {"clientUniqueId":"r","direction":"Inbound","primaryUser":"a@b.com","parties":[{"userId":"a@b.com"},{"phoneNumber":"+2"}]}
            genesys | r.flac | {"conversation": {"participants": [{"purpose": "customer", "sessions": [{"mediaType": "voice", "ani": "tel:+1", "dnis": "tel:+9"}]}]}, "agent": {"email": "a@b.com"}, "agentChannel": 0} | {"clientUniqueId":"r","primaryUser":"a@b.com","parties":[{"userId":"a@b.com","mediaChannelId":0}]}
            8x8     | x.mp3 | {"type": "callrecording", "tags": [{"key": "direction", "value": "outbound"}, {"key": "address", "value": "+1"}, {"key": "duration", "value": ""}, {"key": "userEmail", "value": "a@b.com"}]} | {"direction":"Outbound","primaryUser":"a@b.com","parties":[{"userId":"a@b.com"},{"phoneNumber":"+1"}]}
            8x8     | x.mp3 | {"type": "callcenterrecording", "tags": [{"key": "calleeId", "value": "2"}, {"key": "duration", "value": null}, {"key": "userEmail", "value": "a@b.com"}]} | {"primaryUser":"a@b.com","parties":[{"userId":"a@b.com"}]}
            8x8     | x.mp3 | {"tags": [{"key": "startTime", "value": "1769851800"}]} | {"actualStart":"2026-01-31T09:30:00Z"}
            freepbx | m/internal-3202-3201-20260131-103000-1.2.wav | {} | {"actualStart":"2026-01-31T09:30:00Z","customData":"1.2","direction":"Unknown","primaryUser":"extension:3201","parties":[{"userId":"extension:3201"},{"userId":"extension:3202"}]}
            freepbx | m/q-600-+15550100-20260131-103000-1.2.wav | {} | {"actualStart":"2026-01-31T09:30:00Z","customData":"1.2","direction":"Inbound"}
            freepbx | m/force-15550100-3201-20260131-103000-1.2.wav | {} | {"actualStart":"2026-01-31T09:30:00Z","customData":"1.2"}
            freepbx | m/call.wav | {} | {}
            """)
    void make_the_best_of_less(String mapping, String key, String sidecar, String call) throws Exception {
        JsonNode made = made(mapping, key, Map.of("contact-id", "id of the metadata"), json(sidecar));

        assertThat(JSON.readTree(made.toString())).isEqualTo(json(call));
    }

    @ParameterizedTest
    @CsvSource({"8x8", "connect", "freepbx", "genesys", "telnyx", "twilio"})
    void leave_out_what_is_missing(String mapping) throws Exception {
        assertThat(made(mapping, "calls/0007.wav", Map.of(), null)
                        .path("actualStart")
                        .isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"8x8", "genesys", "telnyx", "twilio"})
    void do_not_fail_on_a_sidecar_of_another_shape(String mapping) throws Exception {
        for (String sidecar : List.of("[]", "7", "\"text\"", "null", "{\"call\": 7, \"tags\": {}, \"data\": []}")) {
            assertThat(made(mapping, "calls/0007.wav", Map.of(), json(sidecar)).has("actualStart"))
                    .isFalse();
        }
    }

    private static ObjectNode made(String name, String key, Map<String, String> metadata, @Nullable JsonNode sidecar)
            throws MappingException {
        return made(name, key, metadata, sidecar, null);
    }

    private static ObjectNode made(
            String name,
            String key,
            Map<String, String> metadata,
            @Nullable JsonNode sidecar,
            @Nullable JsonNode connect)
            throws MappingException {
        Mapping mapping = Mapping.of(MappingReference.of(name).text(), ZoneId.of("Europe/Berlin"));
        RecordingReference reference = new RecordingReference("calls", key, null);
        SourceObject object = new SourceObject(reference, 1000, "\"1\"", "audio/wav", Instant.EPOCH, metadata);
        ObjectNode groups =
                name.equals("freepbx") ? keyPattern().find(key).groups() : JsonNodeFactory.instance.objectNode();
        Contacts contacts = connect == null
                ? TestContacts.none(TestSettings.with(Map.of()))
                : TestContacts.of(
                        new SampleContact(connect),
                        TestSettings.with(Map.of("relay.connect.instance", SampleContact.INSTANCE)),
                        System::nanoTime);
        return new MappedLayer(contacts, System::nanoTime).fields(mapping, object, groups, sidecar, false);
    }

    /** By the page. */
    private static KeyPattern keyPattern() {
        String pattern = FREEPBX.matcher(page())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
        return new KeyPattern(
                Pattern.compile(pattern), new KeyTime(new TimeFormat().convert("yyyyMMdd"), ZoneId.of("UTC")));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        try {
            return Files.readString(Path.of("docs/producers.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
