package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailureListTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(new PrintStream(output, true, StandardCharsets.UTF_8), false, false, 80);

    @Test
    void shows_each_problem_in_a_line_of_its_own_below_its_layer() {
        FailureList.show(
                terminal,
                "details-invalid: The details of s3://recordings/demo/a.wav are not valid. In the sidecar"
                        + " s3://recordings/demo/a.wav.json: direction must be one of four; primaryUser must be digits."
                        + " Missing, also from the key: actualStart; parties. Besides: title looks odd");

        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  It failed: details-invalid: The details of s3://recordings/demo/a.wav are not",
                        "  valid",
                        "  In the sidecar s3://recordings/demo/a.wav.json:",
                        "    - direction must be one of four",
                        "    - primaryUser must be digits",
                        "  Missing, also from the key:",
                        "    - actualStart",
                        "    - parties",
                        "  Besides:",
                        "    - title looks odd");
    }

    @Test
    void shows_any_other_failure_as_it_is() {
        FailureList.show(terminal, "media-invalid: The media is not supported by Gong. It is Opus. Convert it.");

        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  It failed: media-invalid: The media is not supported by Gong. It is Opus.", "  Convert it.");
    }
}
