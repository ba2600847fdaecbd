package dev.gongrelay.demo;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SimulatorOptions;
import dev.gongrelay.simulator.TemporaryFolder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Everything that runs on this machine for the demo. It ends with {@link #close} or with the JVM, however that ends.
 */
final class DemoMachine implements AutoCloseable {
    static final int HEAP_MEBIBYTES = 64;
    static final String RECEIPTS = "receipts";

    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Artifact artifact;
    private final Map<String, String> environment = new HashMap<>();
    private final GongSimulator gong;
    private final EmbeddedS3 s3;
    private final FaultyProxy source;
    private final S3Client client;
    private final Optional<DemoQueue> queue;
    private final Optional<DemoArrivals> arrivals;
    private final List<PackagedFunction> functions = new ArrayList<>();

    /**
     * Starts all of it.
     *
     * @param activity shows what is being started
     * @throws IllegalStateException if something doesn't start
     */
    DemoMachine(DemoOptions options, Artifact given, Activity activity) {
        artifact = given.with("-Xmx" + HEAP_MEBIBYTES + "m");
        boolean started = false;
        try {
            gong = simulator(options);
            closing.push(gong::close);
            activity.now("Starting a local S3");
            s3 = EmbeddedS3.start(EmbeddedS3.RECORDINGS, RECEIPTS);
            closing.push(s3::close);
            source = FaultyProxy.inFrontOf(s3.endpoint());
            closing.push(source::close);
            client = s3.client();
            closing.push(client::close);
            if (options.queued() || options.awaited()) {
                activity.now("Starting a queue");
            }
            arrivals = options.awaited() ? Optional.of(new DemoArrivals()) : Optional.empty();
            arrivals.ifPresent(between -> closing.push(between::close));
            queue = options.queued() ? Optional.of(new DemoQueue()) : Optional.empty();
            queue.ifPresent(between -> closing.push(between::close));
            settings(options.fault());
            activity.now("Starting the function");
            startFunction();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private GongSimulator simulator(DemoOptions options) {
        SimulatorOptions simulator = GongSimulator.options().port(options.port());
        if (options.kept()) {
            Path media = TemporaryFolder.create();
            Thread deleting = new Thread(() -> TemporaryFolder.delete(media), "demo media");
            // Ctrl-C is how a demo that is kept ends.
            Runtime.getRuntime().addShutdownHook(deleting);
            simulator.mediaFolder(media);
        }
        return simulator.start();
    }

    private void settings(DemoFault fault) {
        environment.putAll(gong.settings());
        // Without a fault, nothing stands between the function and S3.
        environment.put(
                "RELAY_SOURCE_ENDPOINT", (fault == DemoFault.NONE ? s3.endpoint() : source.endpoint()).toString());
        environment.put("RELAY_RECEIPTS_BUCKET", RECEIPTS);
        queue.ifPresent(between -> {
            environment.put("RELAY_DELIVERY_ENDPOINT", between.endpoint().toString());
            environment.put("RELAY_DELIVERY_QUEUE_URL", between.url());
        });
        arrivals.ifPresent(between -> environment.putAll(between.settings()));
        environment.putAll(FaultStory.settings(fault));
    }

    /** Starts another process of the function, as Lambda does when one is busy or gone. */
    PackagedFunction startFunction() {
        // All run the first one's copy of the package, because the project may be built again meanwhile.
        Artifact own = functions.isEmpty() ? artifact : function().artifact();
        PackagedFunction function = PackagedFunction.start(own, environment);
        closing.push(function::close);
        functions.add(function);
        return function;
    }

    /** The function that was started last. */
    PackagedFunction latestFunction() {
        return functions.get(functions.size() - 1);
    }

    /** The function that was started first. */
    PackagedFunction function() {
        return functions.get(0);
    }

    /** What all functions have written so far. */
    String log() {
        return functions.stream().map(PackagedFunction::log).collect(Collectors.joining());
    }

    GongSimulator gong() {
        return gong;
    }

    /** The proxy between the function and S3, which can fail. */
    FaultyProxy source() {
        return source;
    }

    /** A client of S3, without the proxy. */
    S3Client client() {
        return client;
    }

    Optional<DemoQueue> queue() {
        return queue;
    }

    Optional<DemoArrivals> arrivals() {
        return arrivals;
    }

    /** How many bytes of the last upload Gong has; 0 before the first. */
    long bytesAtGong() {
        List<GongUpload> uploads = gong.uploads();
        return uploads.isEmpty() ? 0 : uploads.get(uploads.size() - 1).bytes();
    }

    /** Prints everything with its address, in a line each. */
    void describe(Terminal terminal) {
        terminal.field("S3", s3.endpoint() + ", process " + s3.pid());
        terminal.field("Gong", "a simulator; its page is " + gong.baseUrl() + "/");
        queue.ifPresent(between -> terminal.field("Queue", between.url()));
        terminal.field(
                "Function",
                "process " + function().pid() + ", "
                        + (artifact.hasJvm()
                                ? "a JVM with " + HEAP_MEBIBYTES + " MiB of heap"
                                : "the native executable"));
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
