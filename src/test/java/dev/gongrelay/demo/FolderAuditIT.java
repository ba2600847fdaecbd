package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.SampleMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderAuditIT {
    @TempDir
    Path folder;

    @Test
    void says_what_would_become_of_the_recordings_in_a_folder() throws IOException {
        Path calls = Files.createDirectories(folder.resolve("my calls/2026 ü"));
        Files.write(calls.resolve("good.wav"), SampleMedia.wav(44 + 16_000 * 70, 1, 1));
        Files.writeString(calls.resolve("good.wav.json"), """
                {"actualStart":"2026-01-31T09:30:00Z","direction":"Inbound","primaryUser":"ann.agent@example.com"}""");
        Files.write(calls.resolve("bare.wav"), SampleMedia.wav(44 + 16_000 * 70, 1, 1));
        Files.writeString(calls.resolve("page.mp3"), "<html>");
        Files.writeString(calls.resolve("notes.txt"), "notes");
        Path out = folder.resolve("audit.csv");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        FolderAudit.audit(
                EmbeddedS3.shared(),
                folder.resolve("my calls"),
                out,
                Map.of("RELAY_DEFAULTS_DIRECTION", "Inbound"),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(5).first().asString().startsWith("recording,wouldBe,code");
        assertThat(lines)
                .anyMatch(
                        line -> line.startsWith("\"s3://recordings/2026 ü/bare.wav\",\"rejected\",\"details-invalid\""))
                .anyMatch(line -> line.startsWith("\"s3://recordings/2026 ü/good.wav\",\"relayed\",\"\"")
                        && line.contains("\"70.0\",\"234599484848423\""))
                .anyMatch(line -> line.startsWith("\"s3://recordings/2026 ü/page.mp3\",\"rejected\",\"media-invalid\""))
                .anyMatch(line -> line.startsWith("\"s3://recordings/2026 ü/notes.txt\",\"skipped\",\"\""));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("4 files; nothing was sent", "        1 relayed", "        1 rejected details-invalid");
    }

    @Test
    void finds_sidecars_by_the_suffix_in_the_settings() throws IOException {
        Path calls = Files.createDirectories(folder.resolve("calls"));
        Files.write(calls.resolve("good.wav"), SampleMedia.wav(44 + 16_000 * 70, 1, 1));
        Files.writeString(calls.resolve("good.wav.meta"), """
                {"actualStart":"2026-01-31T09:30:00Z","direction":"Inbound","primaryUser":"ann.agent@example.com"}""");
        Path out = folder.resolve("suffix.csv");

        FolderAudit.audit(
                EmbeddedS3.shared(),
                calls,
                out,
                Map.of("RELAY_RECORDINGS_SIDECAR_SUFFIX", ".meta"),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(Files.readAllLines(out))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("\"s3://recordings/good.wav\",\"relayed\",\"\"");
    }

    @Test
    void refuses_what_is_no_folder() {
        System.setProperty("audit.folder", folder.resolve("nowhere").toString());
        try {
            assertThatThrownBy(() -> FolderAudit.main(new String[0]))
                    .hasMessageContaining("-Daudit.folder must be a folder");
        } finally {
            System.clearProperty("audit.folder");
        }
    }
}
