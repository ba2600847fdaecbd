package dev.gongrelay.lambda;

import io.quarkus.amazon.lambda.runtime.MockEventServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.lang.reflect.Field;

/** The extension's mock event server, on loopback and a free port instead of every interface and a fixed one. */
public final class LoopbackEventServer extends MockEventServer {
    /** @param port 0 for a free one */
    @Override
    public void start(int port) {
        Vertx vertx = Vertx.vertx();
        keep(vertx);
        router = Router.router(vertx);
        setupRoutes();
        httpServer = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(router)
                .listen(port)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Where the relay polls, and where tests post events: host, port and path. */
    public String address() {
        return "127.0.0.1:" + getPort() + BASE_PATH;
    }

    /** The server that is extended goes on with its own, which only its own start would set. */
    private void keep(Vertx vertx) {
        try {
            Field field = MockEventServer.class.getDeclaredField("vertx");
            field.setAccessible(true);
            field.set(this, vertx);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
