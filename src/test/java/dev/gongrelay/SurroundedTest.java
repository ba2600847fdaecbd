package dev.gongrelay;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongSimulator;
import io.quarkus.test.common.QuarkusTestResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A test of the whole relay with real surroundings. */
@Execution(ExecutionMode.SAME_THREAD)
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway.Init")
abstract class SurroundedTest {
    static final String BUCKET = EmbeddedS3.RECORDINGS;
    static final String STARTED = "{\"actualStart\":\"2026-11-22T20:32:00Z\"}";

    final S3Client s3 = EmbeddedS3.shared().client();
    final String key = UUID.randomUUID() + "/call.wav";
    GongSimulator gong;
    FaultyProxy source;

    @Inject
    RelayHandler handler;

    @Inject
    ObjectMapper json;

    @Inject
    CircuitBreakerMaintenance circuitBreakers;

    @ConfigProperty(name = "relay.receipts.bucket")
    String receiptsBucket;

    @BeforeEach
    void forgetAll() {
        gong.reset();
        source.reset();
        circuitBreakers.resetAll();
    }

    /** Hands the handler an event, with so much time left; gives its answer. */
    @Nullable
    JsonNode deliver(String event, Duration timeLeft) {
        return deliver(event, invocation(() -> (int) timeLeft.toMillis()));
    }

    @Nullable
    JsonNode deliver(String event, Context context) {
        try {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, context);
            JsonNode tree = json.readTree(answer.toByteArray());
            return tree.isNull() ? null : tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    JsonNode deliver(String event) {
        return deliver(event, Duration.ofSeconds(60));
    }

    /** Hands the handler an event that asks or comes from a queue; gives its answer. */
    JsonNode answerTo(String event) {
        return Objects.requireNonNull(deliver(event));
    }

    /** S3's notification of these objects, as AWS sends it. */
    static String notification(String... keys) {
        return Arrays.stream(keys)
                .map(key ->
                        "{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                                + BUCKET + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, StandardCharsets.UTF_8)
                                + "\"}}}")
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    /** What a queue sends that was sent a notification of each of these objects. */
    static String queued(String... keys) {
        return SampleEvents.sqs(
                        Stream.of(keys).map(SurroundedTest::notification).toArray(String[]::new))
                .toString();
    }

    /** The metadata of a recording that Gong is to know by this text. */
    static Map<String, String> identity(String clientUniqueId) {
        return Map.of(
                "gong-call",
                "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"clientUniqueId\":\"" + clientUniqueId + "\"}");
    }

    void put(String name, byte[] bytes, Map<String, String> metadata) {
        s3.putObject(request -> request.bucket(BUCKET).key(name).metadata(metadata), RequestBody.fromBytes(bytes));
    }

    void put(String name, byte[] bytes) {
        put(name, bytes, Map.of());
    }

    void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a recording whose details are complete. */
    void putRecording(String name, byte[] bytes) {
        put(name, bytes, Map.of("gong-call", STARTED));
    }

    JsonNode receipt(String name) {
        try {
            return json.readTree(
                    s3.getObjectAsBytes(get -> get.bucket(receiptsBucket).key(receiptKey(name)))
                            .asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state in a recording's receipt. */
    String state(String name) {
        return receipt(name).path("state").asText();
    }

    static String receiptKey(String name) {
        return "receipts/" + BUCKET + "/" + name + ".json";
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param timeLeftMillis asked for when the invocation begins */
    static Context invocation(IntSupplier timeLeftMillis) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> timeLeftMillis.getAsInt();
                    case "getAwsRequestId" -> "invocation-1";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
