package dev.gongrelay;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** As much of Secrets Manager as the relay asks for. */
@SuppressWarnings("NullAway.Init")
public final class SecretsManager implements QuarkusTestResourceLifecycleManager {
    private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
    private static final AtomicReference<String> SECRET = new AtomicReference<>();
    private static final AtomicBoolean HOLDING = new AtomicBoolean();
    private HttpServer server;

    /** Leaves all requests without an answer, or no longer. */
    static void hold(boolean value) {
        HOLDING.set(value);
    }

    /** Keeps another secret of the access key from now on. */
    static void keep(String accessKeySecret) {
        SECRET.set(accessKeySecret);
    }

    @Override
    public Map<String, String> start() {
        keep(Surroundings.ACCESS_KEY_SECRET);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            if (HOLDING.get()) {
                return;
            }
            try (exchange) {
                byte[] answer = ("{\"SecretString\":\"{\\\"accessKey\\\":\\\"" + Surroundings.ACCESS_KEY
                                + "\\\",\\\"accessKeySecret\\\":\\\"" + SECRET.get() + "\\\"}\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort());
        return Map.of("relay.gong.secret-arn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:gong-AbCdEf");
    }

    @Override
    public void stop() {
        System.clearProperty(ENDPOINT);
        server.stop(0);
    }
}
