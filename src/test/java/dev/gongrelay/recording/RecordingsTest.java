package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.TestSettings;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.source.S3Objects;
import dev.gongrelay.source.TestSource;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class RecordingsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String COMPLETE = "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"direction\":\"Inbound\","
            + "\"primaryUser\":\"234599484848423\",\"parties\":[{\"userId\":\"234599484848423\"}]}";

    private static final Map<String, String> BERLIN = Map.of(
            "relay.recordings.key-pattern", "_(?<actualStart>[^_]+)\\.wav$",
            "relay.recordings.key-time-format", "yyyyMMdd'T'HHmm[XX]",
            "relay.recordings.key-time-zone", "Europe/Berlin",
            "relay.defaults.primary-user", "1",
            "relay.defaults.direction", "Inbound");

    private final EmbeddedS3 embedded = EmbeddedS3.shared();
    private final S3Client s3 = embedded.client();
    private final String key = UUID.randomUUID() + "/call.wav";

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void finds_a_recording_with_its_sidecar() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of());
        put(key + ".json", COMPLETE);

        Recording recording = find(key);

        assertThat(recording.media().lengthBytes()).isEqualTo(1000);
        assertThat(recording.media().fileName()).isEqualTo("call.wav");
        assertThat(recording.media().contentType()).isEqualTo("audio/wav");
        assertThat(recording.details().callId()).isEmpty();
        assertThat(recording.details().document().path("clientUniqueId").asText())
                .isEqualTo("recordings/" + key);
        assertThat(recording.details().document().path("direction").asText()).isEqualTo("Inbound");
    }

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
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"direction\":\"inward\",\"purpose\":\"\"}"));
        put(
                key + ".json",
                "{\"actualStart\":\"2026-11-22 20:32\",\"primaryUser\":\"jane@example.com\","
                        + "\"parties\":[{\"mediaChannelId\":2,\"emailAddress\":\"no address\",\"phoneNumber\":491701234567},7]}");

        RelayException failure = failure(key, Map.of("relay.recordings.sidecar-wait", "0s"));

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure)
                .hasMessage("The details of s3://recordings/" + key + " are not fit for Gong. In sidecar <key>.json: "
                        + "actualStart must be a time with an offset or Z, such as 2026-01-31T09:30:00Z; "
                        + "primaryUser must be a Gong user id, 1 to 20 digits; "
                        + "parties[0].phoneNumber must be text, in quotes; "
                        + "parties[0].emailAddress must be an e-mail address; "
                        + "parties[0].mediaChannelId must be 0 (left) or 1 (right); "
                        + "parties[1] must be an object. In object metadata gong-call: "
                        + "direction must be Inbound, Outbound, Conference or Unknown; "
                        + "purpose must be text of 1 to 255 characters");
    }

    @Test
    void says_where_it_looked_for_a_missing_field() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());

        RelayException failure = failure(key, Map.of("relay.recordings.sidecar-wait", "0s"));

        assertThat(failure.code()).hasToString("details-invalid");
        assertThat(failure)
                .hasMessage("The details of s3://recordings/" + key + " are not fit for Gong. Missing from sidecar"
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
    void does_not_wait_for_a_sidecar_that_could_not_mend_what_object_metadata_says() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"direction\":\"sideways\"}"));

        assertThat(failure(key).code()).hasToString("details-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"actualStart\": | it ends in the middle of the JSON at line 1, column 16",
                "'' | it is empty",
                "[1] | it is not a JSON object",
                "jane.doe@example.com | it is not valid JSON at line 1"
            })
    void rejects_a_sidecar_that_is_no_JSON_without_quoting_it(String sidecar, String problem) {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", sidecar);

        RelayException failure = failure(key);

        assertThat(failure).isInstanceOf(PermanentException.class).hasMessageContaining(problem);
        assertThat(failure.code()).hasToString("details-malformed");
        assertThat(failure).hasStackTraceContaining("sidecar");
        assertThat(stackTrace(failure)).doesNotContain("jane.doe");
    }

    @Test
    void reads_a_sidecar_with_a_byte_order_mark() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", "\ufeff" + COMPLETE.replace("{\"actual", "{\"title\":\"Müller & Søn\",\"actual"));

        assertThat(find(key).details().document().path("title").asText()).isEqualTo("Müller & Søn");
    }

    @Test
    void rejects_a_sidecar_of_two_documents() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", COMPLETE + "\n" + COMPLETE.replace("Inbound", "Outbound"));

        RelayException failure = failure(key);

        assertThat(failure.code()).hasToString("details-malformed");
        assertThat(failure).hasMessageContaining("something follows the end of the JSON object at line 1, column ");
    }

    @Test
    void rejects_object_metadata_that_is_no_JSON() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", COMPLETE + "7"));

        RelayException failure = failure(key);

        assertThat(failure.code()).hasToString("details-malformed");
        assertThat(failure)
                .hasMessageContaining("object metadata gong-call: something follows the end of the JSON object");
    }

    @Test
    void reads_object_metadata_as_s3_returns_what_is_not_ascii() {
        String encoded = Base64.getEncoder()
                .encodeToString(COMPLETE.replace("{\"actual", "{\"title\":\"Müller\",\"actual")
                        .getBytes(UTF_8));
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "=?UTF-8?B?" + encoded + "?="));

        assertThat(find(key).details().document().path("title").asText()).isEqualTo("Müller");
    }

    @Test
    void rejects_a_sidecar_over_256_KiB() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", " ".repeat(256 * 1024) + COMPLETE);

        assertThat(failure(key).code()).hasToString("sidecar-too-large");
    }

    @Test
    void reads_a_sidecar_of_just_256_KiB() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", " ".repeat(256 * 1024 - COMPLETE.length()) + COMPLETE);

        assertThat(find(key).details().document().path("direction").asText()).isEqualTo("Inbound");
    }

    @Test
    void rejects_an_empty_recording() {
        put(key, new byte[0], Map.of());

        assertThat(failure(key).code()).hasToString("recording-empty");
    }

    @ParameterizedTest
    @CsvSource({"1000, 999, false", "1000, 1000, true"})
    void rejects_a_recording_over_the_limit(int size, String limit, boolean fits) {
        put(key, SampleMedia.wav(size, 1, 1), Map.of("gong-call-id", "1"));

        Throwable failure =
                catchThrowableOfType(RelayException.class, () -> find(key, Map.of("relay.recordings.max-size", limit)));

        if (fits) {
            assertThat(failure).isNull();
        } else {
            assertThat(((RelayException) failure).code()).hasToString("recording-too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"call.ogg", "call", "wav", "call.wav.zip"})
    void rejects_an_extension_that_gong_does_not_take(String name) {
        assertThat(failure(UUID.randomUUID() + "/" + name).code()).hasToString("recording-type");
    }

    @Test
    void takes_extensions_in_any_case() {
        String upper = UUID.randomUUID() + "/CALL.WAV";
        put(upper, SampleMedia.wav(100, 1, 1), Map.of("gong-call-id", "1"));

        assertThat(find(upper).media().fileName()).isEqualTo("CALL.wav");
    }

    @Test
    void rejects_what_is_no_media_whatever_its_name_says() {
        put(key, "<html>not found</html>".getBytes(UTF_8), Map.of());

        assertThat(failure(key).code()).hasToString("media-invalid");
    }

    @Test
    void rejects_a_recording_that_is_gone() {
        assertThat(failure(key)).isInstanceOf(PermanentException.class).hasMessageContaining("s3://recordings/" + key);
        assertThat(failure(key).code()).hasToString("source-missing");
    }

    @Test
    void warns_of_a_stereo_recording_whose_speakers_have_no_channel() {
        put(key, SampleMedia.wav(100, 2, 1), Map.of("gong-call", COMPLETE));

        assertThat(find(key).details().warnings()).singleElement().asString().contains("mediaChannelId");
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

    @ParameterizedTest
    @CsvSource({"calls/, false", "calls/a.wav.json, false", "calls/a.wav, true", "calls//a.wav, true"})
    void tells_recordings_from_what_lies_beside_them(String name, boolean recording) {
        assertThat(recordings(Map.of()).mayBeRecording(reference(name))).isEqualTo(recording);
    }

    @Test
    void sees_that_an_object_was_overwritten() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call-id", "1"));
        String eTag = find(key).eTag();
        boolean before = recordings(Map.of()).isOverwritten(reference(key), eTag);
        put(key, SampleMedia.wav(100, 1, 2), Map.of());

        boolean after = recordings(Map.of()).isOverwritten(reference(key), eTag);

        assertThat(before).isFalse();
        assertThat(after).isTrue();
        assertThat(recordings(Map.of()).isOverwritten(reference(key + "x"), eTag))
                .isFalse();
    }

    private Recording find(String name) {
        return find(name, Map.of());
    }

    private Recording find(String name, Map<String, String> settings) {
        return recordings(settings).find(reference(name));
    }

    private RelayException failure(String name) {
        return failure(name, Map.of());
    }

    private RelayException failure(String name, Map<String, String> settings) {
        return failure(recordings(settings), name);
    }

    private static RelayException failure(Recordings recordings, String name) {
        return catchThrowableOfType(RelayException.class, () -> recordings.find(reference(name)));
    }

    private Recordings recordings(Map<String, String> settings) {
        return recordingsAt(Instant.now(), settings);
    }

    private Recordings recordingsAt(Instant now, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("relay.source.endpoint", embedded.endpoint().toString());
        RelayConfig config = TestSettings.with(all);
        S3Objects objects = TestSource.objects(s3, embedded.endpoint(), VERTX, config);
        DetailReader details = new DetailReader(objects, config, Clock.fixed(now, ZoneOffset.UTC));
        return new Recordings(objects, details, config);
    }

    private void put(String name, String text) {
        put(name, text.getBytes(UTF_8), Map.of());
    }

    private void put(String name, byte[] bytes, Map<String, String> metadata) {
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(name).metadata(metadata),
                RequestBody.fromBytes(bytes));
    }

    private static RecordingReference reference(String name) {
        return new RecordingReference(EmbeddedS3.RECORDINGS, name, null);
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
