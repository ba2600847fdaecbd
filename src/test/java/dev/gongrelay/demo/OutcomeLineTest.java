package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"contentType\":\"audio/wav\",\"channels\":2,\"mediaSeconds\":1562.5 | audio/wav, stereo, 26 min 2 s",
                "\"contentType\":\"audio/mpeg\",\"channels\":1,\"mediaSeconds\":3723.0 | audio/mpeg, mono, 1 h 2 min",
                "\"contentType\":\"audio/flac\",\"channels\":6,\"mediaSeconds\":59.9 | audio/flac, 6 channels, 59.9 s",
                "\"contentType\":\"audio/x-matroska\" | audio/x-matroska"
            })
    void says_what_the_function_detected(String fields, String detected) {
        String log = "not JSON\n{\"message\":\"m\",\"key\":\"a\",\"outcome\":\"relayed\"," + fields
                + "}\n{\"_aws\":{},\"service\":\"gong-relay\",\"outcome\":\"relayed\"}\n{\"cut off";

        assertThat(OutcomeLine.last(log))
                .hasValueSatisfying(line -> assertThat(line.detected()).isEqualTo(detected));
    }

    @Test
    void takes_the_warnings_of_the_last_delivery_that_relayed() {
        String log =
                "{\"message\":\"s3://a: relayed; warning: one; warning: two\",\"key\":\"a\",\"outcome\":\"relayed\"}\n"
                        + "{\"message\":\"s3://a: already-relayed\",\"outcome\":\"already-relayed\"}";

        assertThat(OutcomeLine.last(log))
                .hasValueSatisfying(line -> assertThat(line.warnings()).containsExactly("one", "two"));
    }

    @Test
    void has_nothing_to_say_when_nothing_was_relayed() {
        assertThat(OutcomeLine.last("{\"message\":\"m\",\"outcome\":\"rejected\"}"))
                .isEmpty();
    }
}
