package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.SampleMedia;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingsTest extends StoredRecordings {
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
    @CsvSource({
        "call.wav, true",
        "CALL.WAV, true",
        "Call.Wav, true",
        "a.b/call.flac, true",
        "call.mp3, false",
        "call.ogg, false",
        "call, false",
        "wav, false",
        "call.wav.zip, false",
        "a.wav/call, false",
        "call., false"
    })
    void knows_recordings_by_the_extensions_in_the_settings(String name, boolean relayed) {
        Recordings some = recordings(Map.of("relay.recordings.extensions", "wav,.FLAC"));

        Throwable thrown = catchThrowable(() -> some.checkExtension(reference("calls/" + name)));

        assertThat(thrown == null).isEqualTo(relayed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no consent                     | its metadata gong-skip says so: no consent",
                "false                          | its metadata gong-skip says so: false",
                "=?UTF-8?B?cHJpdsOp?=           | its metadata gong-skip says so: priv\u00e9",
                "=?UTF-8?B?x?=                  | its metadata gong-skip says so: =?UTF-8?B?x?=",
                "asked by ada@example.com today | its metadata gong-skip says so: asked by <address> today",
            })
    void skips_what_its_producer_vetoes_whatever_else_is_wrong_with_it(String veto, String reason) {
        put(key, new byte[0], Map.of("gong-skip", veto, "gong-call-id", "none"));

        assertThatThrownBy(() -> find(key)).isInstanceOf(SkippedException.class).hasMessage(reason);
    }

    @Test
    void keeps_the_reason_of_a_veto_short() {
        put(key, new byte[0], Map.of("gong-skip", "x".repeat(1500)));

        assertThatThrownBy(() -> find(key))
                .isInstanceOfSatisfying(
                        SkippedException.class,
                        skipped -> assertThat(skipped.reason()).hasSize(500));
    }

    @ParameterizedTest
    @CsvSource({"0s, false", "10s, false", "11s, true"})
    void skips_a_recording_that_is_shorter_than_the_settings_ask_for(String shortest, boolean skipped) {
        put(key, SampleMedia.wav(44 + 10 * 16_000, 1, 1), Map.of("gong-call-id", "1"));
        Recordings some = recordings(Map.of("relay.recordings.min-duration", shortest));

        Throwable thrown = catchThrowable(() -> some.find(reference(key)));

        if (skipped) {
            assertThat(thrown)
                    .isInstanceOf(SkippedException.class)
                    .hasMessage("it is 10.0 s long, less than RELAY_RECORDINGS_MIN_DURATION (11 s)");
        } else {
            assertThat(thrown).isNull();
        }
    }

    @Test
    void takes_extensions_in_any_case() {
        String upper = UUID.randomUUID() + "/CALL.WAV";
        put(upper, SampleMedia.wav(100, 1, 1), Map.of("gong-call-id", "1"));

        assertThat(find(upper).media().fileName()).isEqualTo("CALL.wav");
    }

    @Test
    void rejects_what_is_not_media_whatever_its_name_says() {
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

    @ParameterizedTest
    @CsvSource({"calls/, true", "calls/a.wav.json, true", "calls/a.wav, false", "calls//a.wav, false"})
    void tells_recordings_from_what_lies_beside_them(String name, boolean beside) {
        assertThat(recordings(Map.of()).isBesideRecordings(reference(name))).isEqualTo(beside);
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
}
