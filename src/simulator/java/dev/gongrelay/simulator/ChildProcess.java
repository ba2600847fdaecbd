package dev.gongrelay.simulator;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Java program in a JVM of its own, which ends with {@link #close()} or with this JVM, however that ends. It works in
 * a folder of its own, also for temporary files, which is deleted at the end. The program reads from its standard input
 * what {@link #tell} writes; {@link #answer} returns what it passes to {@link Tether#answer}.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int TAIL_LINES = 60;
    private static final Duration ENDING = Duration.ofSeconds(10);
    private static final String END = "";

    /** System property that names the folder of the test classes, where it is not the project's. */
    public static final String TEST_CLASSES = "test.classes";

    private final String name;
    private final Path folder;
    private final Process process;
    private final OutputStream input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private final Consumer<String> log;

    private ChildProcess(Builder builder) throws IOException {
        folder = TemporaryFolder.create();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Djava.io.tmpdir=" + folder, "-D" + Tether.FOLDER + "=" + folder, "-XX:-UsePerfData"));
        // Half a second of each start of S3Mock goes into checking bytecode that javac has written.
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
        command.addAll(builder.options);
        command.add("-cp");
        command.add(testClasses() + File.pathSeparator + builder.classPath);
        command.add(Tether.class.getName());
        command.add(builder.mainClass);
        command.addAll(builder.arguments);
        ProcessBuilder processBuilder = new ProcessBuilder(command).directory(folder.toFile());
        processBuilder.environment().putAll(ChildLocale.variables());
        processBuilder.environment().put("TMPDIR", folder.toString());
        name = builder.mainClass.substring(builder.mainClass.lastIndexOf('.') + 1);
        log = builder.log;
        process = processBuilder.start();
        input = process.getOutputStream();
        read(process.getInputStream(), "output");
        read(process.getErrorStream(), "errors");
    }

    /** Begins to describe a child that runs the main method of this class. */
    public static Builder running(String mainClass) {
        return new Builder(mainClass);
    }

    /** The folder of the test classes; also for classes that Quarkus has loaded, which don't know where they lie. */
    public static Path testClasses() {
        String known = System.getProperty(TEST_CLASSES);
        return known == null
                ? Path.of(System.getProperty("basedir", ""), "target", "test-classes")
                        .toAbsolutePath()
                : Path.of(known);
    }

    /** Its working directory and folder for temporary files. */
    Path folder() {
        return folder;
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes one line to the program's standard input. */
    public synchronized void tell(String line) {
        try {
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw failure("no longer reads its input");
        }
    }

    /**
     * Waits for the program's next answer.
     *
     * @throws IllegalStateException with the end of the program's output, when the program ends or the time does
     */
    public String answer(Duration atMost) throws InterruptedException {
        String answer = answers.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            throw failure("did not answer within " + atMost.toSeconds() + " s");
        }
        if (answer.equals(END)) {
            throw failure("ended with exit code " + process.waitFor());
        }
        return answer;
    }

    /**
     * Waits for the program's first answer; ends the program if it doesn't come.
     *
     * @throws IllegalStateException as {@link #answer}, or if this thread is interrupted
     */
    String firstAnswer(Duration atMost) {
        try {
            return answer(atMost);
        } catch (IllegalStateException e) {
            close();
            throw e;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was starting", e);
        }
    }

    /** The last lines of what the program wrote to its standard output and error. */
    public String tail() {
        synchronized (tail) {
            return String.join("\n", tail);
        }
    }

    /** Ends the program; returns when it has. */
    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(name + " " + what + "; its last lines:\n" + tail());
    }

    private void read(InputStream stream, String what) {
        Thread thread = new Thread(() -> readLines(stream), name + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void readLines(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(Tether.ANSWER)) {
                    answers.add(line.substring(Tether.ANSWER.length()));
                } else {
                    keep(line);
                }
            }
        } catch (IOException e) {
            keep("output ended: " + e);
        } finally {
            answers.add(END);
        }
    }

    private void keep(String line) {
        synchronized (tail) {
            tail.add(line);
            if (tail.size() > TAIL_LINES) {
                tail.remove();
            }
        }
        log.accept(line);
    }

    /** What a child is started with. */
    public static final class Builder {
        private final String mainClass;
        private final List<String> options = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private String classPath = System.getProperty("java.class.path");
        private Consumer<String> log = line -> {};

        private Builder(String mainClass) {
            this.mainClass = mainClass;
        }

        /** The class path, behind the folder of the tests' classes; this JVM's unless given. */
        public Builder classPath(String value) {
            classPath = value;
            return this;
        }

        /** Adds options of the JVM, such as {@code -Xmx64m}. */
        public Builder options(String... values) {
            options.addAll(List.of(values));
            return this;
        }

        /** Adds arguments of the program. */
        public Builder arguments(String... values) {
            arguments.addAll(List.of(values));
            return this;
        }

        /** Is given each line that the program writes and that is no answer, on a thread of its own. */
        public Builder log(Consumer<String> consumer) {
            log = consumer;
            return this;
        }

        /** Starts the process. */
        public ChildProcess start() {
            try {
                return new ChildProcess(this);
            } catch (IOException e) {
                throw new UncheckedIOException("could not start a JVM: " + e.getMessage(), e);
            }
        }
    }
}
