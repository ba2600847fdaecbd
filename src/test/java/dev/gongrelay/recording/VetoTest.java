package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.SampleMedia;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document beside a recording has to say so that Gong never hears of it. */
class VetoTest extends StoredRecordings {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"skip": "no consent"}                                 | : no consent
            {"callId": "7", "skip": "no consent of +15550100"}     | : no consent of <number>
            {"skip": ["no consent", "private"], "direction": "up"} | : no consent; private
            {"skip": true, "actualStart": "2026-11-22T20:32:00Z"}  | ~~
            {"SKIP": "no consent", "skip": false}                  | : no consent
            {"gong-skip": "no consent"}                            | : no consent
            {"gongSkip": true}                                     | ~~
            """)
    void skips_what_metadata_or_sidecar_veto(String document, String reason) {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", document));
        String withSidecar = UUID.randomUUID() + "/call.wav";
        put(withSidecar, SampleMedia.wav(100, 1, 1), Map.of());
        put(withSidecar + ".json", document);

        assertThatThrownBy(() -> find(key))
                .isInstanceOf(SkippedException.class)
                .hasMessage("its metadata gong-call says so" + reason);
        assertThatThrownBy(() -> find(withSidecar))
                .isInstanceOf(SkippedException.class)
                .hasMessage("its sidecar says so" + reason);
    }

    @Test
    void skips_what_the_sidecar_vetoes_whatever_the_metadata_say() {
        put(key, SampleMedia.wav(100, 1, 1), Map.of("gong-call", "{\"skip\": false}"));
        put(key + ".json", "{\"skip\": true}");

        assertThatThrownBy(() -> find(key)).isInstanceOf(SkippedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null", "\"\"", "0", "[]", "{}", "\" False \""})
    void keeps_a_veto_that_is_none_from_gong(String skip) {
        put(key, SampleMedia.wav(100, 1, 1), Map.of());
        put(key + ".json", COMPLETE.replaceFirst("\\{", "{\"skip\":" + skip + ",\"Skip\":" + skip + ","));

        assertThat(find(key).details().document().toString()).doesNotContainIgnoringCase("skip");
    }
}
