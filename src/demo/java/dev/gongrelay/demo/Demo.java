package dev.gongrelay.demo;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Relays one recording from an S3 to a Gong, both on this machine, by the packaged function. Shows what happens, and
 * compares what arrived with what was sent. Ends with exit code 1 unless the same bytes arrived once.
 */
public final class Demo {
    /** System property that is set when the classes are this demo's own. */
    private static final String OWN = "own.classes";

    private static final int RETRY_AFTER_SECONDS = 5;
    /** Too little to wait: the margin takes 20 seconds of it. */
    private static final Duration LITTLE_TIME = Duration.ofSeconds(20 + RETRY_AFTER_SECONDS - 1);

    private final DemoOptions options;
    private final Terminal terminal;
    private final DemoMachine machine;
    private final StoredRecording recording;
    private int steps;

    private Demo(DemoOptions options, Terminal terminal, DemoMachine machine) {
        this.options = options;
        this.terminal = terminal;
        this.machine = machine;
        recording = new StoredRecording(machine.client(), options);
    }

    /** Runs the demo; its options are system properties, as {@code docs/demo.md} lists them. */
    public static void main(String[] arguments) throws Exception {
        if (Demo.class.getClassLoader() instanceof URLClassLoader shared && System.getProperty(OWN) == null) {
            System.setProperty(OWN, "true");
            OwnClasses.run(shared, Demo.class.getName(), arguments);
        } else {
            run();
        }
    }

    private static void run() {
        Terminal terminal = Terminal.standard(System.getenv());
        Thread stopping = new Thread(terminal::stop, "demo stopping");
        Runtime.getRuntime().addShutdownHook(stopping);
        boolean right = false;
        try {
            right = run(terminal);
        } catch (IllegalArgumentException | IllegalStateException e) {
            terminal.line(terminal.bad("The demo can't continue: ") + e.getMessage());
        } catch (SdkException | UncheckedIOException e) {
            terminal.line(terminal.bad("The demo can't continue, because S3 failed: ") + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isStopping(stopping) && !right) {
            System.exit(1);
        }
    }

    /** Removes the hook; returns true if it is too late, because the JVM is ending. */
    private static boolean isStopping(Thread hook) {
        try {
            return !Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static boolean run(Terminal terminal) throws InterruptedException {
        if (!Preparation.built()) {
            terminal.line(terminal.bold(Preparation.TITLE));
        }
        List<String> problems = OptionCheck.problems(System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty)));
        if (!problems.isEmpty()) {
            Preparation.refuse(terminal, problems);
            return false;
        }
        if (System.getProperty("demo.bucket") != null) {
            Preparation.end();
            return BucketRelay.run(terminal, System.getProperties(), System.getenv());
        }
        DemoOptions options = DemoOptions.read(System::getProperty, Instant.now());
        checkRoom(options.length());
        try (DemoMachine machine = started(options, terminal)) {
            return new Demo(options, terminal, machine).show();
        }
    }

    private static DemoMachine started(DemoOptions options, Terminal terminal) {
        try (Activity activity = new Activity(terminal, "Starting the Gong simulator")) {
            return new DemoMachine(options, Artifact.given(), activity);
        } finally {
            Preparation.end();
        }
    }

    private static void checkRoom(long bytes) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < bytes + 50_000_000) {
                throw new IllegalStateException(folder + " has room for " + ByteSize.format(room) + " only, and the S3"
                        + " keeps the recording there: choose a smaller one with -Ddemo.size, or another folder with"
                        + " MAVEN_OPTS=-Djava.io.tmpdir=FOLDER");
            }
        } catch (IOException e) {
            throw new IllegalStateException(folder + " can't be used for temporary files: " + e.getMessage(), e);
        }
    }

    private boolean show() throws InterruptedException {
        machine.describe(terminal);
        step("A recording arrives in S3: " + ByteSize.format(options.length()) + ", " + options.description());
        Watch.over(terminal, "storing", options.length(), recording::stored, () -> {
            recording.put();
            return true;
        });
        terminal.line("  " + recording.address() + " and its details in " + options.name() + ".json");
        if (options.checked()) {
            step("Before anything happens, the function is asked what would");
            new CheckStory(terminal, machine.function()).show(recording.address());
        }
        String event = recording.event();
        Optional<DemoQueue> queue = machine.queue();
        if (queue.isPresent() && !isRetryLater(event, queue.get())) {
            return false;
        }
        step(
                queue.isPresent()
                        ? "The queue delivers the event again, and the function relays the recording"
                        : "S3 sends its event, and the function relays the recording");
        Reply first = new FaultStory(machine, terminal, event, options.length()).deliver(options.fault());
        if (first.failed()) {
            FailureList.show(terminal, first.text());
            terminal.line("  The function's log is " + machine.function().logFile());
            return false;
        }
        step("The same event comes again");
        int requests = machine.gong().requests().size();
        queue.ifPresent(between -> between.send(event));
        PackagedFunction relay = machine.latestFunction();
        Reply second = bring(event, relay, PackagedFunction.LONGEST);
        int more = machine.gong().requests().size() - requests;
        terminal.line("  " + (second.failed() ? "It failed: " + second.text() : "Answered as done") + "; "
                + (more == 0 ? "no request" : FaultStory.count(more, "request")) + " reached Gong.");
        if (machine.arrivals().isPresent()) {
            step("A second later, Gong is asked whether the call appeared");
            machine.arrivals()
                    .get()
                    .show(terminal, relay, machine.client(), DemoMachine.RECEIPTS, recording.receiptKey());
        }
        String sha256 = Watch.over(terminal, "hashing", options.length(), recording::hashed, recording::sha256);
        terminal.line("");
        Summary summary = new Summary(terminal, machine, options);
        boolean right = summary.show(recording, relay, sha256, !second.failed());
        summary.next();
        if (options.kept()) {
            Thread.sleep(Long.MAX_VALUE);
        }
        return right;
    }

    private Reply bring(String event, PackagedFunction relay, Duration timeLeft) throws InterruptedException {
        try (Activity ignored = new Activity(terminal, "Delivering the event")) {
            Optional<DemoQueue> queue = machine.queue();
            return queue.isPresent() ? queue.get().bring(relay, timeLeft) : relay.invoke(event);
        }
    }

    private void step(String title) {
        steps++;
        terminal.line("");
        terminal.line(terminal.bold(steps + ". " + title));
    }

    /** Puts the event into the queue, while Gong asks the function to wait longer than it has time. */
    private boolean isRetryLater(String event, DemoQueue between) throws InterruptedException {
        step("S3 sends its event to the queue, and Gong is busy");
        machine.gong().failCalls(1, Fault.answer(429).header("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
        between.send(event);
        Reply reply = bring(event, machine.function(), LITTLE_TIME);
        if (reply.failed()) {
            terminal.line(
                    "  Gong answered 429 and asked to wait " + RETRY_AFTER_SECONDS + " s. The function had less time.");
            terminal.line("  It returned the message to the queue, to be delivered again after that.");
        } else {
            terminal.line(terminal.bad("  It was not returned to the queue: ") + reply.text());
        }
        return reply.failed();
    }
}
