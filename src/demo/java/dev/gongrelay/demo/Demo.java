package dev.gongrelay.demo;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Relays one recording from an S3 to a Gong on this machine by the packaged function, shows what happens, and compares
 * what arrived with what lay there. Ends with exit code 1 unless it is the same, once.
 */
public final class Demo implements AutoCloseable {
    private static final String RECEIPTS = "receipts";
    private static final int HEAP_MEBIBYTES = 64;
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Too little: 20 seconds of it are for ending in order. */
    private static final Duration LITTLE_TIME = Duration.ofSeconds(20 + RETRY_AFTER_SECONDS - 1);

    private final DemoOptions options;
    private final Terminal terminal;
    private final EmbeddedS3 s3;
    private final S3Client client;
    private final GongSimulator gong;
    private final Optional<DemoQueue> queue;
    private final Artifact function;
    private final PackagedFunction relay;
    private final StoredRecording recording;
    private int steps;

    private Demo(DemoOptions options, Terminal terminal, Artifact function) {
        this.options = options;
        this.terminal = terminal;
        this.function = function;
        gong = GongSimulator.options().port(options.port()).start();
        EmbeddedS3 startedS3 = null;
        Optional<DemoQueue> startedQueue = Optional.empty();
        try {
            startedS3 = EmbeddedS3.start(EmbeddedS3.RECORDINGS, RECEIPTS);
            startedQueue = options.queued() ? Optional.of(new DemoQueue()) : Optional.empty();
            relay = PackagedFunction.start(function, environment(gong.baseUrl(), startedS3.endpoint(), startedQueue));
        } catch (IllegalStateException e) {
            gong.close();
            startedQueue.ifPresent(DemoQueue::close);
            if (startedS3 != null) {
                startedS3.close();
            }
            throw e;
        }
        s3 = startedS3;
        queue = startedQueue;
        client = s3.client();
        recording = new StoredRecording(client, options);
    }

    /** Runs the demo; its options are system properties, as {@code docs/demo.md} lists them. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.standard(System.getenv());
        Thread stopping = new Thread(terminal::stop, "demo stopping");
        Runtime.getRuntime().addShutdownHook(stopping);
        boolean right = false;
        try {
            right = run(terminal);
        } catch (IllegalArgumentException | IllegalStateException e) {
            terminal.line(terminal.bad("The demo can't go on: ") + e.getMessage());
        } catch (SdkException | UncheckedIOException e) {
            terminal.line(terminal.bad("The demo can't go on, S3 failed: ") + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isStopping(stopping) && !right) {
            System.exit(1);
        }
    }

    /** Takes the hook away again; false when it is too late for that, because the JVM is being ended. */
    private static boolean isStopping(Thread hook) {
        try {
            return !Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static boolean run(Terminal terminal) throws InterruptedException {
        DemoOptions options = DemoOptions.read(System::getProperty, Instant.now());
        Artifact function = Artifact.given().with("-Xmx" + HEAP_MEBIBYTES + "m");
        checkRoom(options.length());
        terminal.line(terminal.bold("Gong Relay: from S3 to Gong"));
        terminal.line("Starting an S3, a Gong and the function on this machine ...");
        try (Demo demo = new Demo(options, terminal, function)) {
            return demo.show();
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

    private static Map<String, String> environment(URI gong, URI s3, Optional<DemoQueue> queue) {
        Map<String, String> environment = new HashMap<>();
        environment.put("RELAY_GONG_BASE_URL", gong.toString());
        environment.put("RELAY_GONG_ALLOWED_HOST", gong.getHost());
        environment.put("RELAY_GONG_ACCESS_KEY", "simulator");
        environment.put("RELAY_GONG_ACCESS_KEY_SECRET", "simulator-secret");
        environment.put("RELAY_SOURCE_ENDPOINT", s3.toString());
        environment.put("RELAY_RECEIPTS_BUCKET", RECEIPTS);
        queue.ifPresent(between -> {
            environment.put("RELAY_DELIVERY_ENDPOINT", between.endpoint().toString());
            environment.put("RELAY_DELIVERY_QUEUE_URL", between.url());
        });
        return environment;
    }

    private boolean show() throws InterruptedException {
        terminal.line("  S3        " + s3.endpoint() + ", process " + s3.pid());
        terminal.line("  Gong      " + gong.baseUrl() + ", a simulator");
        queue.ifPresent(between -> terminal.line("  Queue     " + between.url()));
        terminal.line("  Function  process " + relay.pid() + ", " + description());
        step("A recording comes to S3", ": " + ByteSize.format(options.length()) + ", " + options.description());
        put();
        String event = recording.event();
        if (queue.isPresent() && !isRetryLater(event, queue.get())) {
            return false;
        }
        step(
                queue.isPresent()
                        ? "The queue brings the event again, the function relays the recording"
                        : "S3 sends its event, the function relays the recording",
                "");
        Reply first = deliver(event);
        if (first.failed()) {
            terminal.line(terminal.bad("  It failed: ") + first.text());
            terminal.line("  The function's log is " + relay.logFile());
            return false;
        }
        step("The same event comes once more", "");
        int requests = gong.requests().size();
        queue.ifPresent(between -> between.send(event));
        Reply second = bring(event);
        int more = gong.requests().size() - requests;
        terminal.line("  " + (second.failed() ? "It failed: " + second.text() : "Answered as done")
                + (more == 0 ? "; no request reached Gong" : "; " + more + " requests reached Gong")
                + ", which has it from "
                + gong.uploads().size()
                + (gong.uploads().size() == 1 ? " upload." : " uploads."));
        terminal.line("");
        return summarize(first, second);
    }

    private String description() {
        return function.hasJvm() ? "a JVM with " + HEAP_MEBIBYTES + " MiB of heap" : "the native executable";
    }

    private void step(String title, String more) {
        steps++;
        terminal.line("");
        terminal.line(terminal.bold(steps + ". " + title) + more);
    }

    /** Puts the event into the queue, and has the function meet a Gong that is busy for longer than there is time. */
    private boolean isRetryLater(String event, DemoQueue between) throws InterruptedException {
        step("S3 sends its event to the queue, and Gong is busy", "");
        gong.failCalls(1, Fault.answer(429).header("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
        between.send(event);
        Reply reply = between.bring(relay, LITTLE_TIME);
        if (reply.failed()) {
            terminal.line("  Gong answered 429 and wants to be left alone for " + RETRY_AFTER_SECONDS
                    + " s. The function has less time left than that:");
            terminal.line("  it told the queue when to bring the event again, and answered " + reply.text());
        } else {
            terminal.line(terminal.bad("  It was not given back: ") + reply.text());
        }
        return reply.failed();
    }

    private Reply bring(String event) throws InterruptedException {
        return queue.isPresent() ? queue.get().bring(relay, PackagedFunction.LONGEST) : relay.invoke(event);
    }

    private void put() {
        long started = System.nanoTime();
        recording.put();
        terminal.line(String.format(
                Locale.ROOT,
                "  %s and its details in %s.json, put in %.1f s",
                recording.address(),
                options.name(),
                (System.nanoTime() - started) / 1e9));
    }

    private Reply deliver(String event) throws InterruptedException {
        FutureTask<Reply> task = new FutureTask<>((Callable<Reply>) () -> bring(event));
        Thread thread = new Thread(task, "demo delivery");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                Reply reply = task.get(100, TimeUnit.MILLISECONDS);
                showProgress();
                terminal.progressEnded();
                return reply;
            } catch (TimeoutException e) {
                showProgress();
            } catch (ExecutionException e) {
                terminal.progressEnded();
                throw new IllegalStateException(
                        Objects.requireNonNull(e.getCause()).toString(), e);
            }
        }
    }

    private void showProgress() {
        List<GongUpload> uploads = gong.uploads();
        if (!uploads.isEmpty()) {
            GongUpload upload = uploads.get(uploads.size() - 1);
            terminal.progress(upload.bytes(), options.length(), seconds(upload));
        }
    }

    private static double seconds(GongUpload upload) {
        return upload.took().toNanos() / 1e9;
    }

    private boolean summarize(Reply first, Reply second) {
        List<GongUpload> accepted =
                gong.uploads().stream().filter(GongUpload::accepted).toList();
        if (accepted.isEmpty()) {
            terminal.line(terminal.bad("Nothing was relayed.") + " The function answered: " + first.text());
            return false;
        }
        GongUpload upload = accepted.get(0);
        String source = recording.sha256();
        boolean same = upload.bytes() == options.length() && source.equals(upload.sha256());
        boolean once = gong.uploads().size() == 1 && !second.failed();
        String url = gong.calls().stream()
                .filter(call -> call.callId().equals(upload.callId()))
                .findFirst()
                .orElseThrow()
                .url();
        terminal.line(terminal.bold("Relayed"));
        terminal.line("  Recording     " + recording.address());
        terminal.line("  Call in Gong  " + upload.callId() + ", " + url);
        terminal.line(
                String.format(Locale.ROOT, "  Bytes         %,d in S3, %,d at Gong", options.length(), upload.bytes()));
        terminal.line("  SHA-256       " + source + " in S3");
        terminal.line("                " + upload.sha256() + " at Gong");
        terminal.line(String.format(
                Locale.ROOT,
                "  Time          %.1f s, %s/s",
                seconds(upload),
                ByteSize.format(upload.bytes() / seconds(upload))));
        terminal.line("  Memory        " + memory());
        terminal.line("  Verdict       "
                + (same ? terminal.good("the same bytes") : terminal.bad("not the same bytes")) + ", "
                + (once ? terminal.good("uploaded once") : terminal.bad("not uploaded just once")));
        return same && once;
    }

    private String memory() {
        OptionalLong heap = relay.peakHeapBytes();
        return heap.isEmpty()
                ? String.format(Locale.ROOT, "%.0f MB resident at most", relay.peakResidentBytes() / 1e6)
                : String.format(
                        Locale.ROOT, "%d of %d MiB of heap in use at most", heap.getAsLong() >> 20, HEAP_MEBIBYTES);
    }

    @Override
    public void close() {
        relay.close();
        client.close();
        gong.close();
        queue.ifPresent(DemoQueue::close);
        s3.close();
    }
}
