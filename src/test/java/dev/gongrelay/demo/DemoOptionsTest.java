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
        assertThat(options.kept()).isFalse();
        assertThat(options.fault()).isEqualTo(DemoFault.NONE);
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

    @Test
    void says_what_to_do_when_options_are_wrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("demo.size", "large", "demo.recording", "nowhere.wav")))
                .withMessageContaining("-Ddemo.size: \"large\" is not a size")
                .withMessageContaining("-Ddemo.recording: there is no file");
    }

    @Test
    void says_what_to_do_when_details_are_wrong() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\n\"title\"");
        Path list = Files.writeString(folder.resolve("list.json"), "[]");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("demo.details", broken.toString())))
                .withMessageContaining("broken.json is not JSON")
                .withMessageContaining("line 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("demo.details", list.toString())))
                .withMessageContaining("must hold a JSON object");
    }

    private static DemoOptions read(Map<String, String> properties) {
        return DemoOptions.read(properties::get, NOW);
    }
}
