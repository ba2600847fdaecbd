package dev.gongrelay.lambda;

import io.quarkus.amazon.lambda.deployment.EventServerOverrideBuildItem;
import io.quarkus.amazon.lambda.runtime.MockEventServer;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildStep;
import io.quarkus.test.junit.buildchain.TestBuildChainCustomizerProducer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import org.jboss.jandex.Index;

/** The extension's mock event server, on loopback and a free port instead of every interface and a fixed one. */
public final class LoopbackEventServer extends MockEventServer {
    private final Vertx loopback = Vertx.vertx();

    @Override
    public void start(int ignored) {
        router = Router.router(loopback);
        setupRoutes();
        httpServer = loopback.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        blockingPool.shutdownNow();
        loopback.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Puts this server into the extension's place when Quarkus starts for a test. */
    public static final class Installer implements TestBuildChainCustomizerProducer {
        @Override
        public Consumer<BuildChainBuilder> produce(Index testClasses) {
            return chain -> chain.addBuildStep(new BuildStep() {
                        @Override
                        public void execute(BuildContext context) {
                            context.produce(new EventServerOverrideBuildItem(LoopbackEventServer::new));
                        }
                    })
                    .produces(EventServerOverrideBuildItem.class)
                    .build();
        }
    }
}
