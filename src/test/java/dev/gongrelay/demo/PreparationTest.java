package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build does before it compiles, in processes of its own with only the JDK. */
class PreparationTest {
    private static final String SOURCES = "src/demo/java/dev/gongrelay/demo/Preparation.java";

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void says_at_once_what_happens_and_how_long_it_takes() throws Exception {
        Path output = start("one", "demo.size", "1MB");

        Eventually.until("the first lines", () -> read(output).contains("Looking up what the build needs"));

        assertThat(read(output).lines())
                .startsWith(
                        "Gong Relay: from S3 to Gong",
                        "Building the function and relaying a recording here takes about two minutes, and")
                .allMatch(line -> line.length() <= 80);
        assertThat(read(output)).contains("300 MB");
    }

    @Test
    void refuses_wrong_options_with_exit_code_1() throws Exception {
        Path output = start("one", "demo.sise", "1MB");

        assertThat(processes.get(0).waitFor()).isEqualTo(1);
        assertThat(read(output).lines())
                .containsExactly(
                        "The demo can't start:",
                        "  -Ddemo.sise is not an option. Did you mean -Ddemo.size?",
                        "docs/demo.md lists the options. Nothing was compiled or started.");
    }

    @Test
    void refuses_wrong_options_of_other_commands() throws Exception {
        Path output = startCommand("audit", "one", "audit.foldr", "calls");

        assertThat(processes.get(0).waitFor()).isEqualTo(1);
        assertThat(read(output).lines())
                .containsExactly(
                        "The command can't start:",
                        "  -Daudit.foldr is not an option. Did you mean -Daudit.folder?",
                        "  -Daudit.folder is missing",
                        "docs/checks.md lists the options. Nothing was compiled or started.");
    }

    @Test
    void lets_one_build_at_a_time_write_to_a_folder() throws Exception {
        Path first = start("first");
        Eventually.until("the first build", () -> read(first).contains("Looking up"));
        Path second = start("second");
        Eventually.until("the second build", () -> read(second).contains("Waiting for another demo"));

        processes.get(0).destroyForcibly().waitFor();

        Eventually.until(
                "its turn",
                () -> read(second)
                                .lines()
                                .filter(line -> line.contains("Looking up"))
                                .count()
                        == 2);
    }

    @Test
    void is_compiled_by_the_build_with_all_that_it_needs() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String sources = pom.substring(
                pom.indexOf("<preparation.sources>") + "<preparation.sources>".length(),
                pom.indexOf("</preparation.sources>"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:none",
                "-d",
                folder.toString()));
        command.addAll(List.of(sources.split(" ")));

        Process javac = new ProcessBuilder(command).inheritIO().start();

        assertThat(sources).contains(SOURCES);
        assertThat(javac.waitFor()).isZero();
    }

    private Path start(String name, String... options) throws IOException {
        return startCommand("demo", name, options);
    }

    private Path startCommand(String profile, String name, String... options) throws IOException {
        Path output = folder.resolve(name + ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Build.class.getName(),
                folder.resolve("target").toString(),
                profile));
        command.addAll(List.of(options));
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
        return output;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins as the build does, and waits to be killed. */
    static final class Build {
        public static void main(String[] arguments) throws InterruptedException {
            Map<String, String> options = arguments.length > 3 ? Map.of(arguments[2], arguments[3]) : Map.of();
            Preparation.begin(arguments[1], options, Path.of(arguments[0]));
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
