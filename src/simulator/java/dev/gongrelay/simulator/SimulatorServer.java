package dev.gongrelay.simulator;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The simulator's HTTP server on loopback, with one event loop. */
final class SimulatorServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicInteger connectionsOpened = new AtomicInteger();

    Vertx vertx() {
        return vertx;
    }

    int openConnections() {
        return openConnections.get();
    }

    int connectionsOpened() {
        return connectionsOpened.get();
    }

    /**
     * Listens on this port of 127.0.0.1, or a free one if it is 0; returns the address.
     *
     * @param tls the certificate to speak TLS with; null for plain HTTP
     * @throws IllegalStateException when it can't; it is closed then
     */
    URI listen(int port, @Nullable KeyCertOptions tls, Handler<HttpServerRequest> handler) {
        HttpServerOptions options =
                new HttpServerOptions().setHost("127.0.0.1").setPort(port).setMaxChunkSize(1 << 16);
        if (tls != null) {
            options.setSsl(true)
                    .setKeyCertOptions(tls)
                    .setSslEngineOptions(
                            OpenSSLEngineOptions.isAvailable()
                                    ? new OpenSSLEngineOptions()
                                    : new JdkSSLEngineOptions());
        }
        try {
            HttpServer server = await(vertx.createHttpServer(options)
                    .connectionHandler(connection -> {
                        openConnections.incrementAndGet();
                        connectionsOpened.incrementAndGet();
                        connection.closeHandler(none -> openConnections.decrementAndGet());
                    })
                    .requestHandler(handler)
                    .listen());
            return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + server.actualPort());
        } catch (CompletionException e) {
            close();
            throw new IllegalStateException(
                    "can't listen on 127.0.0.1:" + port + ", choose another port: " + e.getCause(), e);
        }
    }

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
