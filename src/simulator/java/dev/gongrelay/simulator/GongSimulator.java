package dev.gongrelay.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A Gong on loopback, which has no sandbox of its own: takes calls and their media as strictly as the real one, reads
 * media as a stream in constant memory, remembers what it was sent, and fails when told to. Safe for use by several
 * threads.
 */
public final class GongSimulator implements AutoCloseable {
    private final SimulatorServer server = new SimulatorServer();
    private final Ledger ledger;
    private final ScriptedFaults faults;
    private final Access access = new Access();
    private final MediaStore store;
    private final Users users;
    private final Processing processing;
    private final CallRoute calls;
    private final GongRoutes routes;
    private final URI baseUrl;

    GongSimulator(SimulatorOptions options) {
        ledger = new Ledger(options.requestsKept());
        access.credentials(options.accessKey(), options.accessKeySecret());
        access.requestsPerSecond(options.requestsPerSecond());
        store = options.mediaStore();
        users = new Users(options.users(), options.usersWithoutImport());
        processing = options.processing();
        faults = options.faults();
        calls = new CallRoute(ledger, users);
        MediaRoute media = new MediaRoute(server.vertx(), ledger, access, processing, options.maxSize(), store);
        CallReads reads = new CallReads(ledger, processing);
        routes = new GongRoutes(server.vertx(), options.pace(), ledger, access, faults, calls, media, reads, users);
        PageRoutes page = new PageRoutes(
                new CallsView(ledger, processing, users),
                new RequestsView(ledger),
                new FaultsView(faults),
                new MediaFiles(ledger),
                server.vertx());
        try {
            baseUrl = server.listen(options.port(), options.tls(), request -> {
                if (!page.handle(request)) {
                    routes.handle(request);
                }
            });
        } catch (IllegalStateException e) {
            store.close();
            throw e;
        }
    }

    /** Options with which one can be started. */
    public static SimulatorOptions options() {
        return new SimulatorOptions();
    }

    /** Starts one without a limit of requests a second, on a free port. */
    public static GongSimulator start() {
        return options().requestsPerSecond(0).start();
    }

    /** Its address, which is what the relay knows as Gong's base URL. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The page that shows what it received. */
    public URI page() {
        return baseUrl.resolve("/");
    }

    /** The page of one call. */
    public URI page(String callId) {
        return baseUrl.resolve("/#/calls/" + callId);
    }

    /** The calls registered, in order. */
    public List<GongCall> calls() {
        return ledger.calls();
    }

    /** The PUTs of media that have begun, in order, whatever came of them. */
    public List<GongUpload> uploads() {
        return ledger.receptions().stream().map(Reception::snapshot).toList();
    }

    /** The latest requests to the API, in order: {@value SimulatorOptions#REQUESTS_KEPT} unless told otherwise. */
    public List<GongRequest> requests() {
        return ledger.requests().stream().map(RequestEntry::snapshot).toList();
    }

    /** How many requests of this kind came, whatever came of them. */
    public int requests(Endpoint endpoint) {
        return ledger.requests(endpoint);
    }

    /** What it remembers, for tests that fill it faster than requests do. */
    Ledger ledger() {
        return ledger;
    }

    /** How many PUTs began while another of the same call was under way on a connection that was still there. */
    public int overlappingUploads() {
        return ledger.overlappingUploads();
    }

    /** How many connections are open. */
    public int openConnections() {
        return server.openConnections();
    }

    /** How many connections were opened. */
    public int connectionsOpened() {
        return server.connectionsOpened();
    }

    /** Lets the next PUTs of media fail in this way, after those that were scripted before. */
    public void failUploads(int times, Fault fault) {
        fail(Endpoint.ADD_MEDIA, times, fault);
    }

    /** Lets the next POSTs of calls fail in this way, after those that were scripted before. */
    public void failCalls(int times, Fault fault) {
        fail(Endpoint.ADD_CALL, times, fault);
    }

    /** Lets the next requests of this kind fail in this way, after those that were scripted before. */
    public void fail(Endpoint endpoint, int times, Fault fault) {
        faults.add(endpoint, times, fault);
    }

    /** Goes on with every request that is read no further. */
    public void resumeReading() {
        routes.resumeReading();
    }

    /** Whether the last request meets a fault that lets it wait until the client gives up. */
    public boolean isSilent() {
        return routes.isSilent();
    }

    /** Takes these credentials, and no others, from now on. */
    public void credentials(String accessKey, String accessKeySecret) {
        access.credentials(accessKey, accessKeySecret);
    }

    /** Says whether every request is answered 403 from now on. */
    public void forbid(boolean forbidding) {
        access.forbid(forbidding);
    }

    /** Answers requests that need one of these scopes with this status, 401 or 403, from now on; none are all there. */
    public void missingScopes(int status, String... scopes) {
        access.missingScopes(status, Set.of(scopes));
    }

    /** Has these users, and no others, from now on. */
    public void users(List<GongUser> all) {
        users.set(all);
    }

    /** Processes media that is accepted from now on for so long before the API lists its call. */
    public void processingTime(Duration time) {
        processing.takes(time);
    }

    /** Processes the media of the next calls for so much longer than usual. */
    public void listLate(int times, Duration more) {
        processing.late(times, more);
    }

    /**
     * Discards media that is accepted from now on, and takes less time to play than this, when it was processed: the API
     * never lists its call. What the media doesn't say is taken from the call's details.
     */
    public void discardShorterThan(Duration length) {
        processing.discardShorterThan(length);
    }

    /** Allows so many requests a second from now on; 0 is no limit. */
    public void requestsPerSecond(int limit) {
        access.requestsPerSecond(limit);
    }

    /**
     * Answers calls that it takes with this status from now on: 201, as Gong's help page says, or 200, as its OpenAPI
     * document.
     */
    public void registeredStatus(int status) {
        calls.registeredStatus(status);
    }

    /** Forgets calls, uploads, requests and scripted faults, and goes on reading; connections and switches stay. */
    public void reset() {
        ledger.reset();
        faults.reset();
        access.reset();
        processing.reset();
        store.reset();
        routes.resumeReading();
    }

    /** Closes all connections and stops listening. */
    @Override
    public void close() {
        server.close();
        store.close();
    }
}
