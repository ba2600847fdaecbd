package dev.gongrelay.demo;

import dev.gongrelay.simulator.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packaged function, in a JVM of its own with 64 MiB of heap. */
final class PackagedRelay implements AutoCloseable {
    /** What the function made of an event, and the peak of its heap in bytes so far. */
    record Reply(boolean failed, String text, long peakHeap) {}

    /** The limit of its heap, in MiB. */
    static final int HEAP = 64;

    private static final Duration STARTING = Duration.ofMinutes(2);
    /** The longest time limit that Lambda knows. */
    static final Duration LONGEST = Duration.ofSeconds(900);

    private final ChildProcess process;
    private final PrintWriter log;

    /**
     * Starts it.
     *
     * @param jar the jar that the build made of it, its libraries in {@code lib} beside it
     * @param logFile where its output goes
     * @throws IllegalStateException when it doesn't start; the message says why
     */
    PackagedRelay(Path jar, Map<String, String> environment, Path logFile) throws InterruptedException {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    jar + " is missing: run the demo with `mvn -q -Pdemo verify`, which makes it");
        }
        try {
            log = new PrintWriter(Files.newBufferedWriter(logFile, StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = ChildProcess.running(FunctionMain.class.getName())
                .classPath(jar + File.pathSeparator + jar.resolveSibling("lib") + File.separator + "*")
                .options("-Xmx" + HEAP + "m", "-XX:+UseSerialGC", "--add-opens=java.base/java.lang=ALL-UNNAMED")
                .environment(environment)
                .log(log::println)
                .start();
        try {
            process.answer(STARTING);
        } catch (IllegalStateException | InterruptedException e) {
            close();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends an event, a JSON text in one line, with all the time that a function can have. */
    Reply deliver(String event) throws InterruptedException {
        return deliver(event, LONGEST);
    }

    /** Sends an event, a JSON text in one line, and waits for what comes of it within the time that it is given. */
    Reply deliver(String event, Duration timeLeft) throws InterruptedException {
        process.tell(timeLeft.toMillis() + " " + event);
        String[] answer = process.answer(LONGEST).split(" ", 3);
        return new Reply(answer[1].equals("failed"), answer[2], Long.parseLong(answer[0]));
    }

    @Override
    public void close() {
        process.close();
        log.close();
    }
}
