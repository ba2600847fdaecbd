package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gongrelay.simulator.TemporaryFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionCheckTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "demo.sise, demo.size",
        "demo.sizes, demo.size",
        "demo.recroding, demo.recording",
        "demo.file, demo.size",
        "demo.detail, demo.details",
        "demo.faults, demo.fault",
        "demo.qeue, demo.queue",
        "demo.KEEP, demo.keep",
        "demo_port, demo.port",
        "demoport, demo.port",
        "Demo.Size, demo.size",
        "dmeo.size, demo.size",
        "relay.bootstap, relay.bootstrap"
    })
    void refuses_an_unknown_option_with_the_closest_match(String mistyped, String meant) {
        assertThat(OptionCheck.problems(Map.of(mistyped, "1")))
                .containsExactly("-D" + mistyped + " is not an option. Did you mean -D" + meant + "?");
    }

    @Test
    void lists_all_options_where_none_is_near() {
        assertThat(OptionCheck.problems(Map.of("demo.nonsense", "1")))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("-Ddemo.nonsense is not an option. Options are -Ddemo.recording, -Ddemo.details,"));
    }

    @Test
    void leaves_other_properties_alone() {
        assertThat(OptionCheck.problems(Map.of("maven.repo.local", "/tmp", "skipTests", "true")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "demo.size, large, write it as 100MB or 1.5GB",
        "demo.size, 2GB, choose a size from 1kB to 1.5GB",
        "demo.size, 10, choose a size from 1kB to 1.5GB",
        "demo.port, 70000, choose one from 1024 to 65535",
        "demo.port, http, choose one from 1024 to 65535",
        "demo.queue, yes, neither true nor false",
        "demo.keep, 1, neither true nor false",
        "demo.fault, s3drop, Did you mean s3-drop?",
        "demo.fault, kill, Did you mean killed?",
        "demo.fault, none, The faults are s3-drop, s3-silent, throttled, twice, killed",
        "relay.java.home, /nowhere, has no bin/java"
    })
    void says_what_to_do_when_a_value_is_wrong(String option, String value, String advice) {
        assertThat(OptionCheck.problems(Map.of(option, value)))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).startsWith("-D" + option + ": ").contains(advice));
    }

    @Test
    void names_everything_that_is_wrong_at_once() {
        assertThat(OptionCheck.problems(Map.of("demo.size", "x", "demo.port", "x", "demo.x", "x")))
                .hasSize(3);
    }

    @Test
    void refuses_options_that_contradict_each_other() throws IOException {
        Path recording = Files.writeString(folder.resolve("call.wav"), "RIFF");

        assertThat(OptionCheck.problems(Map.of("demo.recording", recording.toString(), "demo.size", "1MB")))
                .containsExactly("-Ddemo.recording and -Ddemo.size can't be used together: the file has its own size;"
                        + " leave one out");
        assertThat(OptionCheck.problems(Map.of("demo.queue", "true", "demo.fault", "twice")))
                .hasSize(1);
    }

    @Test
    void has_a_sentence_for_each_way_in_which_a_file_can_be_missing() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes"), "text");

        assertThat(problem(folder.resolve("call.wav"))).isEqualTo("there is no file " + folder.resolve("call.wav"));
        assertThat(problem(folder.resolve("no/call.wav"))).endsWith("call.wav; its folder doesn't exist either");
        assertThat(problem(folder)).isEqualTo(folder + " is a folder; name a file in it");
        assertThat(problem(Files.createFile(folder.resolve("empty.wav")))).endsWith("empty.wav is empty");
        assertThat(problem("~/call.wav"))
                .startsWith("the shell did not expand the ~ in ~/call.wav")
                .endsWith("write $HOME/call.wav");
        assertThat(problem("~robin/call.wav")).startsWith("the shell did not expand the ~ in ~robin/call.wav");
        assertThat(problem(notes)).startsWith("notes has no extension; its formats");
        assertThat(problem("Gespr\ufffd\ufffdch.wav")).contains("characters that this locale can't represent");
    }

    @Test
    void says_which_user_can_not_read_a_file() throws IOException {
        Path recording = Files.writeString(folder.resolve("call.wav"), "RIFF");
        Files.setPosixFilePermissions(recording, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(recording)).as("root reads everything").isFalse();

        assertThat(problem(recording)).contains("can't be read by the user " + System.getProperty("user.name"));
    }

    @Test
    void says_where_details_are_not_json() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\n  \"title\" \"A call\"\n}");
        Path list = Files.writeString(folder.resolve("list.json"), " []");
        Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'{', '"', (byte) 0xfc, '"'});
        Path marked = Files.writeString(folder.resolve("marked.json"), "\ufeff{\"title\": \"A call\"}");

        assertThat(detailsProblems(broken))
                .containsExactly(
                        "-Ddemo.details: " + broken + " is not JSON: line 2, column 11: expected a colon, found \"");
        assertThat(detailsProblems(list))
                .containsExactly(
                        "-Ddemo.details: " + list + " must hold a JSON object, such as those in docs/producers.md");
        assertThat(detailsProblems(latin)).containsExactly("-Ddemo.details: " + latin + " is not UTF-8 text");
        assertThat(detailsProblems(marked)).isEmpty();
    }

    @Test
    void shows_how_to_convert_what_gong_does_not_take() throws IOException {
        Path recording = Files.writeString(folder.resolve("Robin's call.OGG"), "OggS");

        assertThat(problem(recording).lines())
                .containsExactly(
                        "Gong doesn't take .ogg; its formats are wav, mp3, mp4, m4a, mkv, flac. To convert the file:",
                        "ffmpeg -i '" + folder + "/Robin'\\''s call.OGG' -vn -c:a flac '" + folder
                                + "/Robin'\\''s call.flac'");
    }

    @Test
    void refuses_a_file_that_is_larger_than_gong_takes() throws IOException {
        Path recording = folder.resolve("long.wav");
        try (RandomAccessFile sparse = new RandomAccessFile(recording.toFile(), "rw")) {
            sparse.setLength(1_600_000_000);
        }

        assertThat(problem(recording)).endsWith("long.wav has 1.6 GB; Gong takes up to 1.5 GB");
    }

    @Test
    void refuses_a_port_that_is_in_use() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(OptionCheck.problems(Map.of("demo.port", String.valueOf(taken.getLocalPort()))))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem).contains("choose another"));
        }
    }

    @Test
    void knows_the_extensions_that_the_relay_takes() throws IOException {
        assertThat(Files.readString(Path.of("docs/configuration.md")))
                .contains("| `RELAY_RECORDINGS_EXTENSIONS` | `" + String.join(",", FileCheck.EXTENSIONS) + "` |");
    }

    @Test
    void takes_an_ordinary_file_by_any_path() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("Gong Relay für alle"));
        Path recording = Files.writeString(odd.resolve("Gespräch 1.Mp3"), "ID3");
        Path link = Files.createSymbolicLink(folder.resolve("link.wav"), recording);

        assertThat(OptionCheck.problems(Map.of("demo.recording", recording.toString())))
                .isEmpty();
        assertThat(OptionCheck.problems(Map.of("demo.recording", link.toString())))
                .isEmpty();
        TemporaryFolder.delete(odd);
        assertThat(problem(link)).startsWith("there is no file");
    }

    private static List<String> detailsProblems(Path file) {
        return OptionCheck.problems(Map.of("demo.details", file.toString()));
    }

    private static String problem(Path file) {
        return problem(file.toString());
    }

    private static String problem(String file) {
        String problem = OptionCheck.problems(Map.of("demo.recording", file)).get(0);
        return problem.replaceFirst("^-Ddemo.recording: ", "");
    }
}
