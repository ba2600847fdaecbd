package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gongrelay.simulator.GongRequest;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = SecretRotationTest.SecretsManager.class, restrictToAnnotatedClass = true)
class SecretRotationTest extends SurroundedTest {
    private static final AtomicReference<String> SECRET = new AtomicReference<>(Surroundings.ACCESS_KEY_SECRET);

    @AfterEach
    void restore() {
        gong.credentials(Surroundings.ACCESS_KEY, Surroundings.ACCESS_KEY_SECRET);
    }

    @Test
    void reads_the_secret_again_when_gong_refuses_it() {
        putRecording("first/" + key, SampleMedia.wav(100_000, 1, 1));
        putRecording("second/" + key, SampleMedia.wav(100_000, 1, 2));
        deliver(notification("first/" + key));
        gong.credentials(Surroundings.ACCESS_KEY, "rotated");
        SECRET.set("rotated");

        deliver(notification("second/" + key));

        assertThat(gong.uploads())
                .hasSize(2)
                .allSatisfy(upload -> assertThat(upload.accepted()).isTrue());
        assertThat(gong.requests())
                .extracting(GongRequest::method)
                .containsExactly("POST", "PUT", "POST", "POST", "PUT");
    }

    /** As much of Secrets Manager as the relay asks for. */
    @SuppressWarnings("NullAway.Init")
    public static final class SecretsManager implements QuarkusTestResourceLifecycleManager {
        private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/", exchange -> {
                try (exchange) {
                    byte[] answer = ("{\"SecretString\":\"{\\\"accessKey\\\":\\\"" + Surroundings.ACCESS_KEY
                                    + "\\\",\\\"accessKeySecret\\\":\\\"" + SECRET.get() + "\\\"}\"}")
                            .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            server.start();
            System.setProperty(
                    ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort());
            return Map.of("relay.gong.secret-arn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:gong-AbCdEf");
        }

        @Override
        public void stop() {
            System.clearProperty(ENDPOINT);
            server.stop(0);
        }
    }
}
