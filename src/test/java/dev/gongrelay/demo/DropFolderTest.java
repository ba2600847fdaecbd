package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
    @TempDir
    Path folder;

    private DropFolder drop;

    @BeforeEach
    void open() {
        drop = new DropFolder(folder);
    }

    @Test
    void gives_each_recording_once() throws IOException {
        Path second = Files.writeString(folder.resolve("b.wav"), "RIFF");
        Path first = Files.writeString(folder.resolve("a.mp3"), "ID3");
        drop.arrived();

        assertThat(drop.arrived()).containsExactly(first, second);
        assertThat(drop.arrived()).isEmpty();
    }

    @Test
    void waits_until_a_recording_no_longer_grows() throws IOException {
        Path growing = Files.writeString(folder.resolve("a.wav"), "RI");
        drop.arrived();
        Files.writeString(growing, "RIFF");

        assertThat(drop.arrived()).isEmpty();
        assertThat(drop.arrived()).containsExactly(growing);
    }

    @Test
    void gives_a_recording_again_that_was_put_there_again() throws IOException {
        Path recording = Files.writeString(folder.resolve("a.wav"), "RIFF");
        drop.arrived();
        drop.arrived();
        Files.delete(recording);
        drop.arrived();
        Files.writeString(recording, "RIFF");
        drop.arrived();

        assertThat(drop.arrived()).containsExactly(recording);
    }

    @Test
    void takes_neither_details_nor_hidden_files_nor_empty_ones_for_recordings() throws IOException {
        Path recording = Files.writeString(folder.resolve("a.wav"), "RIFF");
        Files.writeString(DropFolder.details(recording), "{}");
        Files.writeString(folder.resolve(".a.wav.part"), "RI");
        Files.createFile(folder.resolve("empty.wav"));
        Files.createDirectory(folder.resolve("folder"));
        drop.arrived();

        assertThat(drop.arrived()).containsExactly(recording);
        assertThat(DropFolder.details(recording)).hasFileName("a.wav.json");
    }
}
