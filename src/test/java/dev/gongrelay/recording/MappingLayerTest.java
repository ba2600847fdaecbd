package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.TestSettings;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.source.ScriptedS3;
import dev.gongrelay.source.TestSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mapping makes of recordings in a real S3. */
class MappingLayerTest extends StoredRecordings {
    private static final String MAPPING = """
            {
              "actualStart": $time(sidecar.began, "dd.MM.yyyy HH:mm", "Europe/Berlin"),
              "direction": sidecar.out = true ? "Outbound" : "Inbound",
              "primaryUser": sidecar.agent,
              "title": "Call " & fileName & " of " & $string(size) & " bytes from " & metadata.source
            }""";

    private final String mappingKey = "mappings/" + key + ".jsonata";

    @Test
    void makes_the_details_of_metadata_key_and_sidecar() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of("source", "m\u00fcnchen"));
        put(key + ".json", "{\"began\": \"31.01.2026 09:30\", \"out\": true, \"agent\": \"123\"}");

        CallDetails details =
                find(key, Map.of("relay.recordings.mapping", MAPPING)).details();

        assertThat(details.document().path("actualStart").asText()).isEqualTo("2026-01-31T08:30:00Z");
        assertThat(details.document().path("direction").asText()).isEqualTo("Outbound");
        assertThat(details.document().path("title").asText())
                .isEqualTo("Call call.wav of 1000 bytes from m\u00fcnchen");
        assertThat(details.document().path("parties").path(0).path("userId").asText())
                .isEqualTo("123");
        assertThat(details.document().path("clientUniqueId").asText()).isEqualTo("recordings/" + key);
        assertThat(details.mappingETag()).isEmpty();
    }

    @Test
    void lets_the_following_layers_fill_in_what_it_leaves_out() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of("gong-call", "{\"title\": \"from the metadata\"}"));
        put(key + ".json", "[{\"agent\": \"123\"}]");

        CallDetails details = find(
                        key,
                        Map.of(
                                "relay.recordings.mapping",
                                "{\"primaryUser\": sidecar[0].agent, \"title\": \"mapped\", \"customData\": groups.kind,"
                                        + " \"actualStart\": \"2026-01-31T09:30:00Z\"}",
                                "relay.recordings.key-pattern",
                                "/(?<kind>call)\\.wav$",
                                "relay.defaults.direction",
                                "Outbound"))
                .details();

        assertThat(details.document().path("title").asText()).isEqualTo("from the metadata");
        assertThat(details.document().path("customData").asText()).isEqualTo("call");
        assertThat(details.document().path("direction").asText()).isEqualTo("Outbound");
        assertThat(details.document().has("kind")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"a text\"", "7", "null", "{\"began\": null}"})
    void takes_a_sidecar_of_any_shape(String sidecar) {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        put(key + ".json", sidecar);
        String mapping = "{\"title\": $type(sidecar), \"actualStart\": \"2026-01-31T09:30:00Z\"}";

        CallDetails details = find(
                        key,
                        Map.of(
                                "relay.recordings.mapping", mapping,
                                "relay.defaults.direction", "Outbound",
                                "relay.defaults.primary-user", "7"))
                .details();

        assertThat(details.document().path("title").asText()).isNotEmpty();
    }

    @Test
    void names_the_mapping_and_the_field_that_is_wrong() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        put(key + ".json", "{\"start\": \"s3cr3t\"}");

        RelayException failure = failure(
                recordingsAt(later(), Map.of("relay.recordings.mapping", "{\"actualStart\": sidecar.start}")), key);

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure)
                .hasMessageContaining("In mapping: actualStart must be a time with an offset or Z")
                .hasMessageContaining("Missing, also from settings RELAY_DEFAULTS_*: direction; primaryUser")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void rejects_a_recording_on_which_the_mapping_fails() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        put(key + ".json", "{\"start\": \"s3cr3t\"}");

        RelayException failure = failure(key, Map.of("relay.recordings.mapping", "{\"duration\": sidecar.start + 1}"));

        assertThat(failure.code()).hasToString("mapping-failed");
        assertThat(failure)
                .hasMessageContaining("s3://recordings/" + key + ": in the field duration: the left side of +")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void awaits_the_sidecar_without_which_the_mapping_fails() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        Map<String, String> settings =
                Map.of("relay.recordings.mapping", "($assert($exists(sidecar), \"no sidecar\"); sidecar)");

        RelayException young = failure(key, settings);
        RelayException old = failure(recordingsAt(later(), settings), key);

        assertThat(young.code()).hasToString("sidecar-awaited");
        assertThat(old.code()).hasToString("mapping-failed");
    }

    @Test
    void skips_what_the_mapping_says() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        Map<String, String> settings =
                Map.of("relay.recordings.mapping", "{\"skip\": \"a voicemail of +15550100\", \"title\": \"x\"}");

        assertThatThrownBy(() -> find(key, settings))
                .isInstanceOf(SkippedException.class)
                .hasMessage("the mapping says so: a voicemail of <number>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ["no consent"]                  | : no consent
            ["no consent", "", "private"] | : no consent; private
            [false, true]                      | ~~
            true                               | ~~
            1                                  | ~~
            {"because": "no consent"}       | ~~
            """)
    void skips_what_has_several_reasons_or_reasons_of_another_form(String skip, String reasons) {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        Map<String, String> settings =
                Map.of("relay.recordings.mapping", "{\"skip\": " + skip + ", \"callId\": \"7\"}");

        assertThatThrownBy(() -> find(key, settings))
                .isInstanceOf(SkippedException.class)
                .hasMessage("the mapping says so" + reasons);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "parties": sidecar.people.{"phoneNumber": number}                         | "parties":[{"phoneNumber":"+1"},{"userId":"7"}]
            "parties": {"userId": "7", "context": {"system": "Generic", "objects": {"objectType": "Lead", "objectId": "1", "fields": {"name": "a", "value": {"b": 1}}}}} | "parties":[{"userId":"7","context":[{"system":"Generic","objects":[{"objectType":"Lead","objectId":"1","fields":[{"name":"a","value":{"b":1}}]}]}]}]
            "context": {"system": "Generic"}, "customField": {"a": 1}                 | "context":[{"system":"Generic"}],"customField":{"a":1}
            "parties": {"partyId": "a"}, "speakersTimeline": {"speechSegments": {"fromTime": 0, "toTime": 1, "partyIds": "a"}} | "speechSegments":[{"fromTime":0,"toTime":1,"partyIds":["a"]}]
            """)
    void takes_one_element_for_a_list_of_one_as_jsonata_does(String fields, String made) {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        put(key + ".json", "{\"people\": [{\"number\": \"+1\"}]}");
        String mapping = "{\"actualStart\": \"2026-01-31T09:30:00Z\", " + fields + "}";

        CallDetails details = find(
                        key,
                        Map.of(
                                "relay.recordings.mapping", mapping,
                                "relay.defaults.direction", "Outbound",
                                "relay.defaults.primary-user", "7"))
                .details();

        assertThat(details.document().toString()).contains(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\"", "7", "[7]"})
    void takes_nothing_else_for_a_list(String parties) {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());

        RelayException failure = failure(
                recordingsAt(later(), Map.of("relay.recordings.mapping", "{\"parties\": " + parties + "}")), key);

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure).hasMessageContaining("parties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null", "\"\"", "0", "[]", "{}", "[\"\", false, null]"})
    void skips_nothing_without_a_reason(String skip) {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        Map<String, String> settings =
                Map.of("relay.recordings.mapping", "{\"skip\": " + skip + ", \"callId\": \"7\"}");

        assertThat(find(key, settings).details().callId()).contains("7");
    }

    @Test
    void applies_no_mapping_to_a_call_that_is_known() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of("gong-call-id", "7"));

        assertThat(find(key, Map.of("relay.recordings.mapping", "{\"skip\": \"never\"}"))
                        .details()
                        .callId())
                .contains("7");
    }

    @Test
    void reads_a_mapping_from_s3_and_looks_at_it_again_after_five_minutes() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        put(mappingKey, "{\"callId\": \"1\"}");
        Recordings recordings = recordings(stored());
        String first = recordings.find(reference(key)).details().mappingETag().orElseThrow();
        put(mappingKey, "{\"callId\": \"2\"}");

        CallDetails early = recordings.find(reference(key)).details();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        CallDetails late = recordings.find(reference(key)).details();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        CallDetails unchanged = recordings.find(reference(key)).details();

        assertThat(early.callId()).contains("1");
        assertThat(early.mappingETag()).contains(first);
        assertThat(late.callId()).contains("2");
        assertThat(late.mappingETag()).isPresent().isNotEqualTo(early.mappingETag());
        assertThat(unchanged.callId()).contains("2");
        assertThat(unchanged.mappingETag()).isEqualTo(late.mappingETag());
    }

    @Test
    void asks_for_a_fix_of_a_mapping_in_s3_that_is_missing_or_wrong() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        RelayException missing = failure(key, stored());
        put(mappingKey, "{\n\"callId\": $now()}");
        RelayException wrong = failure(key, stored());
        put(mappingKey, "/*".concat("x".repeat(65_536)).getBytes(UTF_8), Map.of());
        RelayException tooLong = failure(key, stored());
        put(mappingKey, "{\"callId\": \"7\"}".getBytes(UTF_16LE), Map.of());
        RelayException encoded = failure(key, stored());

        assertThat(missing.code()).hasToString("mapping-invalid");
        assertThat(missing).hasMessageContaining("s3://recordings/" + mappingKey);
        assertThat(wrong.code()).hasToString("mapping-invalid");
        assertThat(wrong).hasMessageContaining("line 2, column 11: $now is not allowed");
        assertThat(tooLong.code()).hasToString("mapping-invalid");
        assertThat(encoded.code()).hasToString("mapping-invalid");
        assertThat(encoded).hasMessageContaining("must be UTF-8");
    }

    @Test
    void keeps_the_mapping_that_it_has_while_s3_fails() {
        AtomicBoolean busy = new AtomicBoolean();
        try (ScriptedS3 s3 = new ScriptedS3(request -> busy.get()
                ? ScriptedS3.answer(request, "503 Slow Down", ScriptedS3.error("SlowDown", "later"))
                : ScriptedS3.answer(request, "200 OK\r\nETag: \"1\"", "{}"))) {
            Mappings mappings = new Mappings(TestSource.mappings(s3.client()), TestSettings.with(stored()), nanos::get);
            mappings.current();
            busy.set(true);
            nanos.addAndGet(Duration.ofHours(1).toNanos());

            assertThat(mappings.current().orElseThrow().eTag()).isEqualTo("\"1\"");
        }
    }

    @Test
    void waits_for_a_mapping_that_s3_does_not_give_now() {
        try (ScriptedS3 s3 = new ScriptedS3(
                request -> ScriptedS3.answer(request, "503 Slow Down", ScriptedS3.error("SlowDown", "later")))) {
            Mappings mappings = new Mappings(TestSource.mappings(s3.client()), TestSettings.with(stored()), nanos::get);

            RelayException failure = catchThrowableOfType(RelayException.class, mappings::current);

            assertThat(failure.code()).hasToString("mapping-unavailable");
        }
    }

    private Map<String, String> stored() {
        Map<String, String> settings = new HashMap<>();
        settings.put("relay.recordings.mapping", "s3://" + EmbeddedS3.RECORDINGS + "/" + mappingKey);
        return settings;
    }

    private static Instant later() {
        return Instant.now().plus(Duration.ofHours(1));
    }
}
