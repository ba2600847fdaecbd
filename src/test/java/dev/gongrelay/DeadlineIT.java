package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Whatever hangs or drips, the package answers before its time limit: a function that doesn't is killed by the stand-in
 * for Lambda, and the test fails.
 */
class DeadlineIT {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(7);
    /** For a function that has warmed up. */
    private static final Duration SHORT_TIME_LIMIT = Duration.ofMillis(5500);

    private static final Duration MARGIN = Duration.ofSeconds(4);
    private static final int ALWAYS = 1000;

    private static final Scene SCENE = new Scene();
    private static final FaultyProxy S3 = FaultyProxy.inFrontOf(SCENE.s3());
    /** Queues and secrets; what is behind it is never asked. */
    private static final FaultyProxy SILENT = FaultyProxy.inFrontOf(SCENE.s3());

    /** Its queues don't answer. */
    private static PackagedFunction function = started(Map.of(
            "RELAY_DELIVERY_ENDPOINT", SILENT.endpoint().toString(),
            "RELAY_DELIVERY_QUEUE_URL", SILENT.endpoint() + "/000000000000/calls",
            "RELAY_DELIVERY_DEAD_LETTER_URL", SILENT.endpoint() + "/000000000000/dead"));

    @BeforeAll
    static void warm_up() {
        SILENT.fail(ALWAYS, ProxyFault.holdRequest());
        assertThat(function.invoke(Scene.notification(SCENE.record(50_000))).failed())
                .isFalse();
    }

    @AfterAll
    static void stop() {
        function.close();
        SILENT.close();
        S3.close();
        SCENE.close();
    }

    @BeforeEach
    void forget() {
        S3.reset();
    }

    @Test
    void stops_reading_a_sidecar_that_comes_a_byte_a_second() {
        String key = SCENE.record(50_000);
        EmbeddedS3.shared()
                .client()
                .putObject(
                        request -> request.bucket(EmbeddedS3.RECORDINGS).key(key + ".json"),
                        RequestBody.fromString(" ".repeat(1000) + "{}"));

        Reply reply = relayWhile(key, request -> request.path().endsWith(".json"), ProxyFault.throttle(1));

        assertThat(reply.body()).contains("time-up", key + ".json");
    }

    @Test
    void stops_looking_a_recording_up_when_s3_does_not_answer() {
        String key = SCENE.record(50_000);

        Reply reply = relayWhile(key, Scene::looksUp, ProxyFault.holdAnswer());

        assertThat(reply.body()).contains("time-up", "HeadObject", key);
    }

    @Test
    void stops_looking_a_recording_up_when_s3_only_ever_ends_the_connection() {
        String key = SCENE.record(50_000);

        Reply reply = relayWhile(key, Scene::looksUp, ProxyFault.noAnswer());

        assertThat(reply.body()).contains("source-unavailable", key);
    }

    @Test
    void stops_claiming_a_recording_when_s3_does_not_answer() {
        String key = SCENE.record(50_000);

        Reply reply = relayWhile(key, SCENE::writesReceipt, ProxyFault.holdRequest());

        assertThat(reply.failed()).isTrue();
        assertThat(SCENE.calls(key)).isEmpty();
    }

    @Test
    void answers_although_the_receipt_of_what_is_relayed_can_not_be_closed() {
        String key = SCENE.record(50_000);
        S3.fail(2, SCENE::writesReceipt, ProxyFault.none());

        Reply reply = relayWhile(key, SCENE::writesReceipt, ProxyFault.holdRequest());

        assertThat(reply.failed()).isTrue();
        assertThat(SCENE.media(key)).hasSize(1);
    }

    @Test
    void settles_ten_messages_although_their_queue_does_not_answer() {
        String[] missing =
                IntStream.range(0, 10).mapToObj(i -> "missing/" + i + ".wav").toArray(String[]::new);

        Reply reply = function.send(Scene.queued(missing), TIME_LIMIT).join();

        assertThat(reply.failed()).as(reply.body()).isFalse();
        assertThat(reply.body())
                .contains(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> "message-" + i)
                        .toArray(String[]::new));
    }

    @Test
    void stops_waiting_for_gong_when_its_handshake_does_not_end() {
        String key = SCENE.record(50_000);
        String gong = SILENT.endpoint().toString().replace("http:", "https:");
        try (PackagedFunction waiting = started(Map.of("RELAY_GONG_BASE_URL", gong))) {
            Reply reply = waiting.send(Scene.notification(key), TIME_LIMIT).join();

            assertThat(reply.body()).contains("Registering the call");
            assertThat(SCENE.receipt(key).has("leaseUntil")).isFalse();
        }
    }

    @Test
    void stops_asking_for_the_secret_when_secrets_manager_does_not_answer() {
        String key = SCENE.record(50_000);
        Map<String, String> secret = Map.of(
                "RELAY_GONG_SECRET_ARN",
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:gong-AbCdEf",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                SILENT.endpoint().toString());
        try (PackagedFunction secretive = started(secret)) {
            Reply reply = secretive.send(Scene.notification(key), TIME_LIMIT).join();

            assertThat(reply.body()).contains("time-up", "GetSecretValue");
        }
    }

    private static Reply relayWhile(String key, Predicate<RequestHead> which, ProxyFault fault) {
        S3.fail(ALWAYS, which, fault);
        return function.send(Scene.notification(key), SHORT_TIME_LIMIT).join();
    }

    private static PackagedFunction started(Map<String, String> more) {
        Map<String, String> settings =
                SCENE.settings(S3.endpoint(), SCENE.gong().baseUrl());
        settings.put("RELAY_DEADLINE_MARGIN", MARGIN.toString());
        settings.putAll(more);
        return PackagedFunction.start(Artifact.given(), settings);
    }
}
