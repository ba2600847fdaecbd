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

    private int port;
    private String accessKey = "simulator";
    private String accessKeySecret = "simulator-secret";
    private @Nullable KeyCertOptions tls;
    private @Nullable Path mediaFolder;
    private long keptMedia;
    private long maxSize = 1_500_000_000;
    private int requestsPerSecond = 3;
    private int requestsKept = REQUESTS_KEPT;
    private final Set<String> usersWithoutImport = new HashSet<>();
    private List<GongUser> users = GongUser.samples();
    private ScriptedFaults faults = new ScriptedFaults();
    private Duration processingTime = Duration.ZERO;
    private Duration shortest = Duration.ZERO;
    private Clock clock = Clock.systemUTC();
    private Pace pace = Pace.MACHINE;

    SimulatorOptions() {}

    /** The port of 127.0.0.1; a free one unless given. */
    public SimulatorOptions port(int value) {
        port = value;
        return this;
    }

    /** The credentials; {@code simulator} and {@code simulator-secret} unless given. */
    public SimulatorOptions credentials(String key, String secret) {
        accessKey = key;
        accessKeySecret = secret;
        return this;
    }

    /** Speaks TLS with this certificate and key; plain HTTP unless given. */
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

    /** The largest media, in bytes; 1.5e9 unless given. */
    public SimulatorOptions maxSize(long bytes) {
        maxSize = bytes;
        return this;
    }

    /** How many requests are taken in a second; 3, as Gong does, unless given; 0 is no limit. */
    public SimulatorOptions requestsPerSecond(int limit) {
        requestsPerSecond = limit;
        return this;
    }

    /** The users that Gong lists; a few samples unless given. Calls of other users are taken too. */
    public SimulatorOptions users(List<GongUser> all) {
        users = List.copyOf(all);
        return this;
    }

    /** How many requests the log keeps; {@value #REQUESTS_KEPT} unless given. Older ones are still counted. */
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

    /** What says when media was processed; the system's clock unless given. */
    public SimulatorOptions clock(Clock value) {
        clock = value;
        return this;
    }

    /** How time passes for faults that take some; as on the machine unless given. */
    SimulatorOptions pace(Pace value) {
        pace = value;
        return this;
    }

    /** Adds users for whom no telephony calls may be imported: calls of theirs are answered 409. */
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

    int port() {
        return port;
    }

    String accessKey() {
        return accessKey;
    }

    String accessKeySecret() {
        return accessKeySecret;
    }

    @Nullable
    KeyCertOptions tls() {
        return tls;
    }

    MediaStore mediaStore() {
        return mediaFolder == null && keptMedia > 0 ? MediaStore.temporary(keptMedia) : MediaStore.in(mediaFolder);
    }

    long maxSize() {
        return maxSize;
    }

    int requestsKept() {
        return requestsKept;
    }

    int requestsPerSecond() {
        return requestsPerSecond;
    }

    Set<String> usersWithoutImport() {
        return Set.copyOf(usersWithoutImport);
    }

    List<GongUser> users() {
        return users;
    }

    ScriptedFaults faults() {
        return faults;
    }

    Pace pace() {
        return pace;
    }

    Processing processing() {
        Processing processing = new Processing(clock);
        processing.takes(processingTime);
        processing.discardShorterThan(shortest);
        return processing;
    }
}
