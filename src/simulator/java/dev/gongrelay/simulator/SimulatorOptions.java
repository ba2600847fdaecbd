package dev.gongrelay.simulator;

import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link GongSimulator} is started with. */
public final class SimulatorOptions {
    /** How many requests the log keeps: those of 10,000 recordings. */
    static final int REQUESTS_KEPT = 20_000;

    int port;
    String accessKey = "simulator";
    String accessKeySecret = "simulator-secret";

    @Nullable
    KeyCertOptions tls;

    private @Nullable Path mediaFolder;
    private long keptMedia;
    long maxSize = 1_500_000_000;
    int requestsPerSecond = 3;
    int requestsKept = REQUESTS_KEPT;
    final Set<String> usersWithoutImport = new HashSet<>();
    List<GongUser> users = GongUser.samples();
    ScriptedFaults faults = new ScriptedFaults();
    private Duration processingTime = Duration.ZERO;
    private Duration shortest = Duration.ZERO;
    private Clock clock = Clock.systemUTC();
    Pace pace = Pace.MACHINE;

    SimulatorOptions() {}

    /** The port on 127.0.0.1; by default, a free one. */
    public SimulatorOptions port(int value) {
        port = value;
        return this;
    }

    /** The credentials; by default, {@code simulator} and {@code simulator-secret}. */
    public SimulatorOptions credentials(String key, String secret) {
        accessKey = key;
        accessKeySecret = secret;
        return this;
    }

    /** Speaks TLS with this certificate and key; by default, plain HTTP. */
    public SimulatorOptions tls(KeyCertOptions certificate) {
        tls = certificate;
        return this;
    }

    /**
     * Keeps accepted media on disk while the simulator runs, so that its page can play it, up to so many bytes in all;
     * the oldest goes first. None is kept unless given.
     */
    public SimulatorOptions keepMedia(long bytes) {
        keptMedia = bytes;
        return this;
    }

    /** Keeps all accepted media in this folder, as {@code <callId>.<extension>}. */
    public SimulatorOptions mediaFolder(Path folder) {
        mediaFolder = folder;
        return this;
    }

    /** The largest media, in bytes; by default, 1.5e9. */
    public SimulatorOptions maxSize(long bytes) {
        maxSize = bytes;
        return this;
    }

    /** How many requests a second are accepted; by default, 3 as Gong does; 0 means no limit. */
    public SimulatorOptions requestsPerSecond(int limit) {
        requestsPerSecond = limit;
        return this;
    }

    /** The users that Gong lists; by default, a few samples. Calls of other users are accepted, too. */
    public SimulatorOptions users(List<GongUser> all) {
        users = List.copyOf(all);
        return this;
    }

    /** How many requests the log keeps; by default, {@value #REQUESTS_KEPT}. Older ones are still counted. */
    SimulatorOptions requestsKept(int most) {
        requestsKept = most;
        return this;
    }

    /** What goes wrong from the beginning. */
    SimulatorOptions faults(ScriptedFaults script) {
        faults = script;
        return this;
    }

    /** As {@link GongSimulator#processingTime} from the beginning. */
    public SimulatorOptions processingTime(Duration time) {
        processingTime = time;
        return this;
    }

    /** As {@link GongSimulator#discardShorterThan} from the beginning. */
    public SimulatorOptions discardShorterThan(Duration length) {
        shortest = length;
        return this;
    }

    /** The clock of media processing; by default, the system's. */
    public SimulatorOptions clock(Clock value) {
        clock = value;
        return this;
    }

    /** How time passes for faults that take time; by default, as on the machine. */
    SimulatorOptions pace(Pace value) {
        pace = value;
        return this;
    }

    /** Adds users who are not enabled for telephony import: their calls are answered 409. */
    public SimulatorOptions usersWithoutTelephonyImport(String... userIds) {
        usersWithoutImport.addAll(List.of(userIds));
        return this;
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException when the port can't be listened on
     */
    public GongSimulator start() {
        return new GongSimulator(this);
    }

    MediaStore mediaStore() {
        return mediaFolder == null && keptMedia > 0 ? MediaStore.temporary(keptMedia) : MediaStore.in(mediaFolder);
    }

    Processing processing() {
        Processing processing = new Processing(clock);
        processing.takes(processingTime);
        processing.discardShorterThan(shortest);
        return processing;
    }
}
