package dev.gongrelay.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.Certificates;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With one event loop, as the function has. */
class NameResolutionTest {
    private static final String NAME = "calls.test";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final Vertx server = Vertx.vertx();
    private Vertx vertx = vertx(name -> InetAddress.getLoopbackAddress());
    private int port;

    @BeforeEach
    void listen() {
        port = join(server.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void close() {
        mayAnswer.countDown();
        join(vertx.close());
        join(server.close());
    }

    @Test
    void leaves_the_event_loop_free_while_a_name_is_resolved() throws InterruptedException {
        use(this::slowly);

        Future<NetSocket> socket = vertx.createNetClient().connect(port, NAME);
        asked.await();
        CompletableFuture<Boolean> tick = new CompletableFuture<>();
        vertx.runOnContext(ignored -> tick.complete(socket.isComplete()));

        assertThat(tick.orTimeout(30, TimeUnit.SECONDS).join()).isFalse();
        mayAnswer.countDown();
        assertThat(join(socket).remoteAddress().hostAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void leaves_the_event_loop_free_for_an_http_client_too() throws InterruptedException {
        use(this::slowly);

        Future<HttpClientRequest> request = vertx.createHttpClient().request(HttpMethod.GET, port, NAME, "/");
        asked.await();
        CompletableFuture<Boolean> tick = new CompletableFuture<>();
        vertx.runOnContext(ignored -> tick.complete(request.isComplete()));

        assertThat(tick.orTimeout(30, TimeUnit.SECONDS).join()).isFalse();
        mayAnswer.countDown();
        assertThat(join(request).getHost()).isEqualTo(NAME);
    }

    @Test
    void says_which_name_can_not_be_resolved_and_why() {
        use(name -> {
            throw new UnknownHostException(name + ": Temporary failure in name resolution");
        });

        assertThatThrownBy(() -> join(vertx.createNetClient().connect(port, NAME)))
                .hasCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining(
                        "the host name cannot be resolved: calls.test: Temporary failure in name resolution");
    }

    @Test
    void resolves_a_name_again_for_each_connection() {
        CompletableFuture<Void> repaired = new CompletableFuture<>();
        use(name -> {
            if (!repaired.isDone()) {
                throw new UnknownHostException(name);
            }
            return InetAddress.getLoopbackAddress();
        });
        assertThatThrownBy(() -> join(vertx.createNetClient().connect(port, NAME)))
                .hasCauseInstanceOf(UnknownHostException.class);

        repaired.complete(null);

        assertThat(join(vertx.createNetClient().connect(port, NAME))).isNotNull();
    }

    @Test
    void waits_no_longer_for_a_name_than_for_a_connection() {
        use(this::slowly);
        NetClientOptions hurried = new NetClientOptions().setConnectTimeout(100);

        assertThatThrownBy(() -> join(vertx.createNetClient(hurried).connect(port, NAME)))
                .hasCauseInstanceOf(ConnectTimeoutException.class)
                .hasMessageContaining("resolving the host name calls.test took longer than 100 ms");
    }

    @Test
    void does_not_resolve_an_address() {
        use(name -> {
            throw new UnknownHostException(name);
        });

        assertThat(join(vertx.createNetClient().connect(port, "127.0.0.1"))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"elsewhere.test,true", "localhost,false"})
    void checks_a_certificate_against_the_name_that_was_resolved(String name, boolean trusted) {
        Certificates certificates = Certificates.ofThisBuild();
        int secure = join(server.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(certificates.server(Certificates.ELSEWHERE)))
                        .requestHandler(request -> request.response().end())
                        .listen(0, "127.0.0.1"))
                .actualPort();
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(certificates.authority().toString())));

        Future<Integer> status = client.request(HttpMethod.GET, secure, name, "/")
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode);

        if (trusted) {
            assertThat(join(status)).isEqualTo(200);
        } else {
            assertThatThrownBy(() -> join(status))
                    .hasStackTraceContaining("No subject alternative DNS name matching localhost");
        }
    }

    private InetAddress slowly(String name) {
        asked.countDown();
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return InetAddress.getLoopbackAddress();
    }

    private void use(NameResolver resolver) {
        join(vertx.close());
        vertx = vertx(resolver);
    }

    private static Vertx vertx(NameResolver resolver) {
        return new VertxBuilder(new VertxOptions().setEventLoopPoolSize(1))
                .serviceProviders(List.of(new NameResolution(resolver)))
                .init()
                .vertx();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
