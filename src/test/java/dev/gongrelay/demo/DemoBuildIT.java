package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first phase of the demo's build, by Maven. */
class DemoBuildIT {
    @Test
    void refuses_wrong_options_in_its_first_phase_without_maven_saying_more() throws Exception {
        assumeThat(isMavenThere()).as("mvn is on the path").isTrue();
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-o", "-Pdemo", "verify"));
        command.addAll(List.of("-Ddemo.sise=1MB", "-Ddemo.port=http"));
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        Process maven = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Maven resets the colors of a terminal even where there is none.
        String printed = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[[0-9;]*m", "");

        assertThat(maven.waitFor()).as(printed).isEqualTo(1);
        assertThat(printed.lines()
                        .dropWhile(line -> !line.startsWith("The demo"))
                        .filter(line -> !line.isEmpty()))
                .as(printed)
                .containsExactly(
                        "The demo can't start:",
                        "  -Ddemo.port: \"http\" is not a port; choose one from 1024 to 65535",
                        "  -Ddemo.sise is not an option. Did you mean -Ddemo.size?",
                        "docs/demo.md lists the options. Nothing was compiled or started.");
    }

    private static boolean isMavenThere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn")));
    }
}
