package dev.gongrelay.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;

/** Serves TLS on loopback in front of a server that only speaks plain TCP. */
public final class TlsFront implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final NetServer server;

    /** Starts one in front of the server at this address, for TLS 1.2 and 1.3. */
    public TlsFront(URI target, KeyCertOptions certificate) {
        this(target, certificate, List.of("TLSv1.2", "TLSv1.3"));
    }

    /** Starts one that speaks these versions, such as {@code TLSv1.1}, which the JDK would not serve. */
    public TlsFront(URI target, KeyCertOptions certificate, List<String> versions) {
        server = vertx.createNetServer(new NetServerOptions()
                        .setSsl(true)
                        .setSslEngineOptions(new OpenSSLEngineOptions())
                        .setKeyCertOptions(certificate)
                        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(versions)))
                .connectHandler(front -> {
                    front.pause();
                    client.connect(target.getPort(), target.getHost())
                            .onSuccess(back -> tie(front, back))
                            .onFailure(failure -> front.close());
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Its address. */
    public URI endpoint() {
        return URI.create("https://localhost:" + server.actualPort());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void tie(NetSocket front, NetSocket back) {
        front.pipeTo(back);
        back.pipeTo(front);
    }
}
