package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00.123Z");

    @TempDir
    Path folder;

    @Test
    void makes_a_recording_of_100_mb_unless_told_otherwise() {
        DemoOptions options = read(Map.of());

        assertThat(options.length()).isEqualTo(100_000_000);
        assertThat(options.name()).endsWith(".wav");
        assertThat(options.details().path("actualStart").textValue()).isEqualTo("2026-11-23T09:30:00Z");
        assertThat(options.port()).isZero();
        assertThat(options.queued()).isFalse();
    }

    @Test
    void takes_the_users_own_files() throws IOException {
        Path recording = Files.writeString(folder.resolve("my call.mp3"), "media");
        Path details = Files.writeString(folder.resolve("my.json"), "{\"title\": \"Mine\"}");

        DemoOptions options = read(Map.of(
                "demo.recording", recording.toString(), "demo.details", details.toString(), "demo.queue", "true"));

        assertThat(options.queued()).isTrue();
        assertThat(options.name()).isEqualTo("my call.mp3");
        assertThat(options.length()).isEqualTo(5);
        assertThat(options.details().path("title").textValue()).isEqualTo("Mine");
        try (InputStream media = options.open()) {
            assertThat(media).hasContent("media");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "demo.size, large, write it as 100MB or 1.5GB",
        "demo.size, 2GB, choose a size from 1kB to 1.5GB",
        "demo.size, 10, choose a size from 1kB to 1.5GB",
        "demo.recording, nowhere.wav, check the path",
        "demo.details, nowhere.json, check the path",
        "demo.port, 70000, choose one from 1024 to 65535",
        "demo.port, http, choose one from 1024 to 65535",
        "demo.queue, yes, choose true or false"
    })
    void says_what_to_do_when_an_option_is_wrong(String property, String value, String advice) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(property, value)))
                .withMessageContaining("-D" + property)
                .withMessageContaining(advice);
    }

    @Test
    void says_what_to_do_when_a_file_is_wrong() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.wav"));
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\n\"title\"");
        Path list = Files.writeString(folder.resolve("list.json"), "[]");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("demo.recording", empty.toString())))
                .withMessageContaining("empty.wav is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("demo.details", broken.toString())))
                .withMessageContaining("broken.json is no JSON")
                .withMessageContaining("line 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("demo.details", list.toString())))
                .withMessageContaining("must hold a JSON object");
    }

    private static DemoOptions read(Map<String, String> properties) {
        return DemoOptions.read(properties::get, NOW);
    }
}
