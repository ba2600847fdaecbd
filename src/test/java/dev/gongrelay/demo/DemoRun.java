package dev.gongrelay.demo;

import dev.gongrelay.lambda.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The demo in a process of its own, as the build starts it, but without the build. */
final class DemoRun {
    private final Process process;
    private final Path output;

    private DemoRun(List<String> command, Path project, Map<String, String> environment, Path output, Path input)
            throws IOException {
        this.output = output;
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(input.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("LC_")
                        || name.startsWith("AWS_")
                        || name.startsWith("RELAY_")
                        || name.equals("NO_COLOR"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Starts it without a terminal. */
    static DemoRun start(Path project, Map<String, String> environment, String... options) {
        return start(command(project, options), project, environment, Path.of("/dev/null"));
    }

    /** Starts it by this command, without a terminal. */
    static DemoRun of(List<String> command, Path project, Map<String, String> environment) {
        return start(command, project, environment, Path.of("/dev/null"));
    }

    /** Starts it without a terminal, with this file as its standard input. */
    static DemoRun answering(Path input, Map<String, String> environment, String... options) {
        Path project = Path.of("").toAbsolutePath();
        return start(command(project, options), project, environment, input);
    }

    /** Starts it on a terminal with this many columns. */
    static DemoRun onTerminal(int columns, Path project, Map<String, String> environment, String... options) {
        StringBuilder quoted = new StringBuilder("stty cols " + columns + "; exec");
        command(project, options)
                .forEach(word -> quoted.append(" '").append(word).append('\''));
        return start(
                List.of("script", "-qec", quoted.toString(), "/dev/null"), project, environment, Path.of("/dev/null"));
    }

    private static DemoRun start(List<String> command, Path project, Map<String, String> environment, Path input) {
        try {
            return new DemoRun(command, project, environment, Files.createTempFile("demo", ".txt"), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path project, String... options) {
        // A build in the background ignores what Ctrl-C sends, and its children inherit that.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dbasedir=" + project));
        command.add("-Dembedded.classpath.file=" + project.resolve("target/embedded/classpath"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        for (String name : List.of("java.io.tmpdir", "temporary.folders")) {
            command.add("-D" + name + "=" + System.getProperty(name, ""));
        }
        // Unlike the functions of other tests, it verifies its bytecode.
        command.add("-D" + Artifact.JVM_OPTIONS_PROPERTY + "=-XX:TieredStopAtLevel=1");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.gongrelay.demo.Demo"));
        return command;
    }

    /** Waits until it has ended; returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the demo has not ended:\n" + printed());
        }
        return process.exitValue();
    }

    /** Waits until it has printed this. */
    void await(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!printed().contains(text)) {
            boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
            if ((ended || System.nanoTime() > end) && !printed().contains(text)) {
                throw new AssertionError("the demo has not printed \"" + text + "\":\n" + printed());
            }
        }
    }

    /** Sends it what Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Its output so far. */
    String printed() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
