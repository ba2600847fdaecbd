package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.simulator.SampleMedia;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where details come from, and what messages say about wrong ones. */
class DetailReaderTest extends StoredRecordings {
    private static final Map<String, String> BERLIN = Map.of(
            "relay.recordings.key-pattern", "_(?<actualStart>[^_]+)\\.wav$",
            "relay.recordings.key-time-format", "yyyyMMdd'T'HHmm[XX]",
            "relay.recordings.key-time-zone", "Europe/Berlin",
            "relay.defaults.primary-user", "1",
            "relay.defaults.direction", "Inbound");

    @Test
    void takes_the_callId_from_object_metadata_and_asks_for_nothing_else() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call-id", "7782342274025937895"));

        Recording recording = find(key);

        assertThat(recording.details().callId()).contains("7782342274025937895");
    }

    @Test
    void takes_the_callId_from_the_sidecar() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", "{\"callId\":\"42\"}");

        assertThat(find(key).details().callId()).contains("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "123456789012345678901", "12 34", "-1"})
    void rejects_a_callId_that_is_none(String callId) {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call-id", callId));

        assertThatThrownBy(() -> find(key))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("callId")
                .hasMessageContaining("object metadata gong-call-id");
        assertThat(failure(key).code()).hasToString("call-id-invalid");
    }

    @Test
    void takes_each_field_from_the_first_layer_that_has_it() {
        put(
                key,
                SampleMedia.wav(100, 1, 1),
                Map.of("gong-call", "{\"direction\":\"Outbound\",\"title\":null,\"newField\":{\"a\":1}}"));
        put(key + ".json", COMPLETE.replace("}]}", "}],\"title\":\"Quarterly\",\"callProviderCode\":\"sidecar\"}"));

        var document = find(
                        key,
                        Map.of(
                                "relay.defaults.call-provider-code", "default",
                                "relay.defaults.language-code", "en-US"))
                .details()
                .document();

        assertThat(document.path("direction").asText()).isEqualTo("Outbound");
        assertThat(document.path("title").asText()).isEqualTo("Quarterly");
        assertThat(document.path("callProviderCode").asText()).isEqualTo("sidecar");
        assertThat(document.path("languageCode").asText()).isEqualTo("en-US");
        assertThat(document.at("/newField/a").asInt()).isEqualTo(1);
    }

    @Test
    void adds_the_primary_user_as_a_party() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(
                key + ".json",
                "{\"actualStart\":\"2026-11-22T20:32:00+01:00\",\"parties\":[{\"phoneNumber\":\"+491701234567\"}]}");

        var parties = find(key, Map.of("relay.defaults.primary-user", "99", "relay.defaults.direction", "Unknown"))
                .details()
                .document()
                .path("parties");

        assertThat(parties).hasSize(2);
        assertThat(parties.get(1).path("userId").asText()).isEqualTo("99");
    }

    @Test
    void names_every_wrong_field_and_where_it_came_from_in_one_message_without_personal_values() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"direction\":\"inward\",\"purpose\":7}"));
        put(
                key + ".json",
                "{\"actualStart\":\"2026-11-22 20:32\",\"primaryUser\":\"Jane Doe\","
                        + "\"parties\":[{\"mediaChannelId\":2,\"emailAddress\":\"no address\",\"phoneNumber\":491701234567},7]}");

        RelayException failure = failure(key, Map.of("relay.recordings.sidecar-wait", "0s"));

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure)
                .hasMessage("The details of s3://recordings/" + key + " are not valid. In sidecar <key>.json: "
                        + "actualStart must be a time with an offset or Z, such as 2026-01-31T09:30:00Z; "
                        + "primaryUser must be a Gong user id (1 to 20 digits), an email address, extension:<extension> or"
                        + " phone:<number>; "
                        + "parties[0].phoneNumber must be text, in quotes; "
                        + "parties[0].emailAddress must be an email address; "
                        + "parties[0].mediaChannelId must be 0 (left) or 1 (right); "
                        + "parties[1] must be an object. In object metadata gong-call: "
                        + "direction must be Inbound, Outbound, Conference or Unknown; "
                        + "purpose must be text of at most 255 characters, in quotes");
    }

    @Test
    void says_where_it_looked_for_a_missing_field() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());

        RelayException failure = failure(key, Map.of("relay.recordings.sidecar-wait", "0s"));

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure)
                .hasMessage("The details of s3://recordings/" + key + " are not valid. Missing from sidecar"
                        + " <key>.json (not there), settings RELAY_DEFAULTS_*: actualStart; direction; primaryUser");
    }

    @Test
    void waits_for_a_late_sidecar_while_the_recording_is_young_and_not_longer() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        Instant now = Instant.now();

        RelayException young = failure(recordingsAt(now.plus(Duration.ofMinutes(10)), Map.of()), key);
        RelayException old = failure(recordingsAt(now.plus(Duration.ofMinutes(20)), Map.of()), key);

        assertThat(young).isInstanceOf(TransientException.class);
        assertThat(young.code()).hasToString("sidecar-awaited");
        assertThat(old).isInstanceOf(PermanentException.class);
        assertThat(old.code()).hasToString("details-invalid");
    }

    @Test
    void does_not_wait_for_a_sidecar_that_could_not_fix_what_object_metadata_says() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"direction\":\"sideways\"}"));

        assertThat(failure(key).code()).hasToString("details-invalid");
    }

    @Test
    void takes_the_callId_from_the_key() {
        String named = UUID.randomUUID() + "/call-7782342274025937895.wav";
        put(named, SampleMedia.wav(100, 1, 1), Map.of());
        put(named + ".json", "{\"direction\":\"Inbound\"}");

        Recording recording = find(named, Map.of("relay.recordings.key-pattern", "call-(?<callId>\\d+)"));

        assertThat(recording.details().callId()).contains("7782342274025937895");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20260731T0930 | 2026-07-31T07:30:00Z | ",
                "20260731T0930-0500 | 2026-07-31T14:30:00Z | ",
                "20261025T0230 | 2026-10-25T00:30:00Z | the actualStart in the key happens twice",
                "20260329T0230 | 2026-03-29T01:30:00Z | the actualStart in the key is skipped"
            })
    void takes_the_start_from_the_key_with_its_zone_and_warns_of_a_doubtful_one(
            String written, String start, String warning) {
        String named = UUID.randomUUID() + "_" + written + ".wav";
        put(named, SampleMedia.wav(100, 1, 1), Map.of());

        CallDetails details = find(named, BERLIN).details();

        assertThat(details.document().path("actualStart").asText()).isEqualTo(start);
        if (warning == null) {
            assertThat(details.warnings()).isEmpty();
        } else {
            assertThat(details.warnings()).singleElement().asString().startsWith(warning);
        }
    }

    @Test
    void rejects_a_key_with_a_day_that_does_not_exist() {
        String named = UUID.randomUUID() + "_20260230T0930.wav";
        put(named, SampleMedia.wav(100, 1, 1), Map.of());
        put(named + ".json", "{}");

        RelayException failure = failure(named, BERLIN);

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure)
                .hasMessageEndingWith(
                        "In the key, by RELAY_RECORDINGS_KEY_PATTERN: actualStart must be a time with an offset"
                                + " or Z, such as 2026-01-31T09:30:00Z. Besides: the actualStart in the key is not a date and time"
                                + " that exists");
    }

    @Test
    void says_nothing_of_a_start_in_the_key_where_the_sidecar_has_one() {
        String named = UUID.randomUUID() + "_20260230T0930.wav";
        put(named, SampleMedia.wav(100, 1, 1), Map.of());
        put(named + ".json", "{\"actualStart\":\"2026-02-28T09:30:00+01:00\"}");

        assertThat(find(named, BERLIN).details().warnings()).isEmpty();
    }

    @Test
    void rejects_a_key_on_which_the_pattern_takes_too_long() {
        String named = UUID.randomUUID() + "/" + "a".repeat(900) + ".wav";
        put(named, SampleMedia.wav(100, 1, 1), Map.of());

        RelayException failure = failure(named, Map.of("relay.recordings.key-pattern", "(?<title>.*.*.*.*)="));

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure).hasMessageStartingWith("RELAY_RECORDINGS_KEY_PATTERN takes too long on the key of s3://");
    }

    @Test
    void prefers_a_callId_of_object_metadata_to_that_of_the_sidecar() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"callId\":\"1\"}"));
        put(key + ".json", "{\"callId\":\"2\"}");

        assertThat(find(key).details().callId()).contains("1");
    }

    @Test
    void says_that_a_callId_belongs_in_quotes() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"callId\":7782342274025937895}"));

        assertThat(failure(key))
                .hasMessageEndingWith("must be 1 to 20 digits, in quotes (from object metadata gong-call)");
    }
}
