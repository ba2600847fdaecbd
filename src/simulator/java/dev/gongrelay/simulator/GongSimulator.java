package dev.gongrelay.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Simulates Gong, which has no sandbox, on loopback. Takes calls and their media as strictly as Gong, reads media as a
 * stream in constant memory, remembers what it was sent, and fails when told to. Safe for use by several threads.
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
    private final Map<String, String> settings = new LinkedHashMap<>();

    GongSimulator(SimulatorOptions options) {
        ledger = new Ledger(options.requestsKept);
        access.credentials(options.accessKey, options.accessKeySecret);
        access.requestsPerSecond(options.requestsPerSecond);
        store = options.mediaStore();
        users = new Users(options.users, options.usersWithoutImport);
        processing = options.processing();
        faults = options.faults;
        calls = new CallRoute(ledger, users);
        MediaRoute media = new MediaRoute(server.vertx(), ledger, access, processing, options.maxSize, store);
        CallReads reads = new CallReads(ledger, processing);
        routes = new GongRoutes(server.vertx(), options.pace, ledger, access, faults, calls, media, reads, users);
        PageRoutes page = new PageRoutes(
                new CallsView(ledger, processing, users),
                new RequestsView(ledger),
                new FaultsView(faults),
                new MediaFiles(ledger),
                server.vertx());
        try {
            baseUrl = server.listen(options.port, options.tls, request -> {
                if (!page.handle(request)) {
                    routes.handle(request);
                }
            });
        } catch (IllegalStateException e) {
            store.close();
            throw e;
        }
        settings.put("RELAY_GONG_BASE_URL", baseUrl.toString());
        settings.put("RELAY_GONG_ALLOWED_HOST", baseUrl.getHost());
        settings.put("RELAY_GONG_ACCESS_KEY", options.accessKey);
        settings.put("RELAY_GONG_ACCESS_KEY_SECRET", options.accessKeySecret);
    }

    /** Options to start one with. */
    public static SimulatorOptions options() {
        return new SimulatorOptions();
    }

    /** Starts one on a free port, without a rate limit. */
    public static GongSimulator start() {
        return options().requestsPerSecond(0).start();
    }

    /** Its address, the relay's base URL of Gong. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The settings that make the relay use it, by environment variable. */
    public Map<String, String> settings() {
        return Collections.unmodifiableMap(settings);
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

    /** All PUTs of media that have begun, in order. */
    public List<GongUpload> uploads() {
        return ledger.receptions().stream().map(Reception::snapshot).toList();
    }

    /** The latest requests to the API, in order: {@value SimulatorOptions#REQUESTS_KEPT} unless told otherwise. */
    public List<GongRequest> requests() {
        return ledger.requests().stream().map(RequestEntry::snapshot).toList();
    }

    /** How many requests to this endpoint came. */
    public int requests(Endpoint endpoint) {
        return ledger.requests(endpoint);
    }

    /** What it remembers, for tests that fill it faster than requests can. */
    Ledger ledger() {
        return ledger;
    }

    /** How many PUTs began while another one for the same call was under way on an open connection. */
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

    /** Makes the next PUTs of media fail in this way, after the failures scripted before. */
    public void failUploads(int times, Fault fault) {
        fail(Endpoint.ADD_MEDIA, times, fault);
    }

    /** Makes the next POSTs of calls fail in this way, after the failures scripted before. */
    public void failCalls(int times, Fault fault) {
        fail(Endpoint.ADD_CALL, times, fault);
    }

    /** Makes the next requests to this endpoint fail in this way, after the failures scripted before. */
    public void fail(Endpoint endpoint, int times, Fault fault) {
        faults.add(endpoint, times, fault);
    }

    /** Resumes every request whose reading has stopped. */
    public void resumeReading() {
        routes.resumeReading();
    }

    /** Whether the last request met a fault that makes it wait until the client gives up. */
    public boolean isSilent() {
        return routes.isSilent();
    }

    /** Accepts only these credentials from now on. */
    public void credentials(String accessKey, String accessKeySecret) {
        access.credentials(accessKey, accessKeySecret);
    }

    /** Says whether every request is answered 403 from now on. */
    public void forbid(boolean forbidding) {
        access.forbid(forbidding);
    }

    /** Refuses requests that need one of these scopes with this status, 401 or 403, from now on. */
    public void missingScopes(int status, String... scopes) {
        access.missingScopes(status, Set.of(scopes));
    }

    /** Lists only these users from now on. */
    public void users(List<GongUser> all) {
        users.set(all);
    }

    /** Lists the calls of media accepted from now on only after this time. */
    public void processingTime(Duration time) {
        processing.takes(time);
    }

    /** Takes this much longer to process the media of the next calls. */
    public void listLate(int times, Duration more) {
        processing.late(times, more);
    }

    /**
     * Discards media accepted from now on that is shorter than this: the API never lists its call. If the media does not
     * say how long it is, the call's details do.
     */
    public void discardShorterThan(Duration length) {
        processing.discardShorterThan(length);
    }

    /** Limits requests to this many a second from now on; 0 means no limit. */
    public void requestsPerSecond(int limit) {
        access.requestsPerSecond(limit);
    }

    /**
     * Answers accepted calls with this status from now on: 201, as Gong's help page says, or 200, as its OpenAPI document
     * says.
     */
    public void registeredStatus(int status) {
        calls.registeredStatus(status);
    }

    /** Forgets calls, uploads, requests and scripted faults, and resumes reading. Connections and switches stay. */
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
