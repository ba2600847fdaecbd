package dev.gongrelay.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Gong on loopback, which has no sandbox of its own: takes calls and their media as strictly as the real one, reads
 * media as a stream in constant memory, remembers what it was sent, and fails when told to. Safe for use by several
 * threads.
 */
public final class GongSimulator implements AutoCloseable {
    private final Vertx vertx;
    private final Ledger ledger = new Ledger();
    private final ScriptedFaults faults = new ScriptedFaults();
    private final Access access = new Access();
    private final Users users;
    private final Processing processing;
    private final CallRoute calls;
    private final GongRoutes routes;
    private final URI baseUrl;
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicInteger connectionsOpened = new AtomicInteger();

    GongSimulator(SimulatorOptions options) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        access.credentials(options.accessKey(), options.accessKeySecret());
        access.requestsPerSecond(options.requestsPerSecond());
        users = new Users(options.users(), options.usersWithoutImport());
        processing = new Processing(options.clock());
        calls = new CallRoute(ledger, users);
        routes = new GongRoutes(
                vertx,
                ledger,
                access,
                faults,
                calls,
                new MediaRoute(vertx, ledger, access, processing, options.maxSize(), options.mediaFolder()),
                new CallReads(ledger, processing),
                users);
        PageRoutes page = new PageRoutes(ledger);
        HttpServerOptions serverOptions = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(options.port())
                .setMaxChunkSize(1 << 16);
        KeyCertOptions tls = options.tls();
        if (tls != null) {
            serverOptions
                    .setSsl(true)
                    .setKeyCertOptions(tls)
                    .setSslEngineOptions(
                            OpenSSLEngineOptions.isAvailable()
                                    ? new OpenSSLEngineOptions()
                                    : new JdkSSLEngineOptions());
        }
        try {
            HttpServer server = await(vertx.createHttpServer(serverOptions)
                    .connectionHandler(connection -> {
                        openConnections.incrementAndGet();
                        connectionsOpened.incrementAndGet();
                        connection.closeHandler(none -> openConnections.decrementAndGet());
                    })
                    .requestHandler(request -> {
                        if (!page.handle(request)) {
                            routes.handle(request);
                        }
                    })
                    .listen());
            baseUrl = URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + server.actualPort());
        } catch (CompletionException e) {
            await(vertx.close());
            throw new IllegalStateException(
                    "can't listen on 127.0.0.1:" + options.port() + ", choose another port: " + e.getCause(), e);
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

    /** The calls registered, in order. */
    public List<GongCall> calls() {
        return ledger.calls();
    }

    /** The PUTs of media that have begun, in order, whatever came of them. */
    public List<GongUpload> uploads() {
        return ledger.receptions().stream().map(Reception::snapshot).toList();
    }

    /** The requests to the API, in order. */
    public List<GongRequest> requests() {
        return ledger.requests().stream().map(RequestEntry::snapshot).toList();
    }

    /** How many requests of this kind came, whatever came of them. */
    public int requests(Endpoint endpoint) {
        return (int) ledger.requests().stream()
                .filter(entry -> entry.endpoint() == endpoint)
                .count();
    }

    /** How many PUTs began while another of the same call was under way on a connection that was still there. */
    public int overlappingUploads() {
        return ledger.overlappingUploads();
    }

    /** How many connections are open. */
    public int openConnections() {
        return openConnections.get();
    }

    /** How many connections were opened. */
    public int connectionsOpened() {
        return connectionsOpened.get();
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
        routes.resumeReading();
    }

    /** Closes all connections and stops listening. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
