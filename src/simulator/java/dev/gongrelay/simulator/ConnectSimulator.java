package dev.gongrelay.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * As much of Amazon Connect's API as the relay asks for, on loopback: contacts and users of one instance. It checks
 * every signature, and can be told to throttle, to deny or to fail.
 */
public final class ConnectSimulator implements AutoCloseable {
    private static final String INSTANCE_ID = "11112222-3333-4444-5555-666677778888";
    private static final String REGION = "us-east-1";
    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final AwsBasicCredentials credentials;
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile int failureStatus;
    private volatile String failureType = "";
    private final Queue<HttpExchange> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;

    private ConnectSimulator(String accessKeyId, String secretAccessKey) {
        credentials = AwsBasicCredentials.create(accessKeyId, secretAccessKey);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts one that accepts requests signed with this key. */
    public static ConnectSimulator start(String accessKeyId, String secretAccessKey) {
        return new ConnectSimulator(accessKeyId, secretAccessKey);
    }

    /** Its address. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The ARN of its instance. */
    public String instanceArn() {
        return "arn:aws:connect:" + REGION + ":123456789012:instance/" + INSTANCE_ID;
    }

    /** Adds a contact: the JSON of {@code Contact} in an answer. */
    public void contact(String id, String json) {
        documents.put("/contacts/" + INSTANCE_ID + "/" + id, "{\"Contact\":" + json + "}");
    }

    /** Adds a user: the JSON of {@code User} in an answer. */
    public void user(String id, String json) {
        documents.put("/users/" + INSTANCE_ID + "/" + id, "{\"User\":" + json + "}");
    }

    /** Answers the next requests with a failure. */
    public void failNext(int times, int status, String type) {
        failureStatus = status;
        failureType = type;
        failuresLeft.set(times);
    }

    /** Leaves all requests without an answer from now on. */
    public void hold() {
        holding = true;
    }

    /** The kinds and IDs of the contacts and users requested, in order: {@code contacts/ID}. */
    public List<String> requests() {
        return requests;
    }

    /** Forgets everything, and closes the connections of requests that have no answer. */
    public void reset() {
        documents.clear();
        requests.clear();
        failuresLeft.set(0);
        holding = false;
        for (HttpExchange exchange = held.poll(); exchange != null; exchange = held.poll()) {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (holding) {
            held.add(exchange);
            return;
        }
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path.replace("/" + INSTANCE_ID, "").substring(1));
            @Nullable String document = documents.get(path);
            if (!isSigned(exchange)) {
                refuse(exchange, 403, "InvalidSignatureException");
            } else if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                refuse(exchange, failureStatus, failureType);
            } else if (document == null) {
                refuse(exchange, 404, "ResourceNotFoundException");
            } else {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                byte[] body = document.getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String type) throws IOException {
        byte[] body = "{\"Message\":\"no\"}".getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type + ":http://internal.amazon.com/connect/");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Signs the same request at the same moment, and compares. */
    private boolean isSigned(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String time = exchange.getRequestHeaders().getFirst("X-Amz-Date");
        if (given == null || time == null) {
            return false;
        }
        Instant moment = SIGNED_AT.parse(time, Instant::from);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(endpoint().resolve(exchange.getRequestURI()))
                .method(SdkHttpMethod.fromValue(exchange.getRequestMethod()))
                .build();
        String right = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "connect")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(moment, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElse("");
        return given.equals(right);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
