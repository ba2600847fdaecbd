package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.SampleMedia;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
}
