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
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A Gong on loopback, which has no sandbox of its own: takes calls and their media as strictly as the real one, reads
 * media as a stream in constant memory, remembers what it was sent, and fails when told to. Safe for use by several
 * threads.
 */
public final class GongSimulator implements AutoCloseable {
    private final Vertx vertx;
    private final Ledger ledger = new Ledger();
    private final GongRoutes routes;
    private final URI baseUrl;
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicInteger connectionsOpened = new AtomicInteger();

    private GongSimulator(Options options) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        routes = new GongRoutes(
                vertx, ledger, options.maxSize, options.mediaFolder, Set.copyOf(options.usersWithoutImport));
        routes.credentials(options.accessKey, options.accessKeySecret);
        routes.requestsPerSecond(options.requestsPerSecond);
        PageRoutes page = new PageRoutes(ledger);
        HttpServerOptions serverOptions = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(options.port)
                .setMaxChunkSize(1 << 16);
        if (options.tls != null) {
            serverOptions
                    .setSsl(true)
                    .setKeyCertOptions(options.tls)
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
            baseUrl = URI.create((options.tls == null ? "http" : "https") + "://127.0.0.1:" + server.actualPort());
        } catch (CompletionException e) {
            await(vertx.close());
            throw new IllegalStateException(
                    "can't listen on 127.0.0.1:" + options.port + ", choose another port: " + e.getCause(), e);
        }
    }

    /** Options with which one can be started. */
    public static Options options() {
        return new Options();
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
        return ledger.requests();
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
        ledger.script(true, times, fault);
    }

    /** Lets the next POSTs of calls fail in this way, after those that were scripted before. */
    public void failCalls(int times, Fault fault) {
        ledger.script(false, times, fault);
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
        routes.credentials(accessKey, accessKeySecret);
    }

    /** Says whether every request is answered 403 from now on. */
    public void forbid(boolean forbidding) {
        routes.forbid(forbidding);
    }

    /** Allows so many requests a second from now on; 0 is no limit. */
    public void requestsPerSecond(int limit) {
        routes.requestsPerSecond(limit);
    }

    /**
     * Answers calls that it takes with this status from now on: 201, as Gong's help page says, or 200, as its OpenAPI
     * document.
     */
    public void registeredStatus(int status) {
        routes.registeredStatus(status);
    }

    /** Forgets calls, uploads, requests and scripted faults, and goes on reading; connections and switches stay. */
    public void reset() {
        ledger.reset();
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

    /** What a simulator is started with. */
    public static final class Options {
        private int port;
        private String accessKey = "simulator";
        private String accessKeySecret = "simulator-secret";
        private @Nullable KeyCertOptions tls;
        private @Nullable Path mediaFolder;
        private long maxSize = 1_500_000_000;
        private int requestsPerSecond = 3;
        private final Set<String> usersWithoutImport = new HashSet<>();

        private Options() {}

        /** The port of 127.0.0.1; a free one unless given. */
        public Options port(int value) {
            port = value;
            return this;
        }

        /** The credentials; {@code simulator} and {@code simulator-secret} unless given. */
        public Options credentials(String key, String secret) {
            accessKey = key;
            accessKeySecret = secret;
            return this;
        }

        /** Speaks TLS with this certificate and key; plain HTTP unless given. */
        public Options tls(KeyCertOptions certificate) {
            tls = certificate;
            return this;
        }

        /** Keeps accepted media in this folder, as {@code <callId>.<extension>}; nowhere unless given. */
        public Options mediaFolder(Path folder) {
            mediaFolder = folder;
            return this;
        }

        /** The largest media, in bytes; 1.5e9 unless given. */
        public Options maxSize(long bytes) {
            maxSize = bytes;
            return this;
        }

        /** How many requests are taken in a second; 3, as Gong does, unless given; 0 is no limit. */
        public Options requestsPerSecond(int limit) {
            requestsPerSecond = limit;
            return this;
        }

        /** Adds users for whom no telephony calls may be imported: calls of theirs are answered 409. */
        public Options usersWithoutTelephonyImport(String... userIds) {
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
    }
}
