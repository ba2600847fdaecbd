package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.SampleMedia;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of details: a sidecar, or object metadata. */
class DetailBytesTest extends StoredRecordings {
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

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
