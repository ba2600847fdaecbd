package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Events as large as Lambda takes, 6 MB, with as many recordings as fit, on the package with the heap that it is
 * deployed with. Their recordings are missing, and there is time for few of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LargeEventIT {
    private static final int RECORDINGS = 20_000;
    private static final int LARGEST = 6 * 1024 * 1024;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    private PackagedFunction function;

    @BeforeAll
    void start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_GONG_BASE_URL", "http://127.0.0.1:1");
        settings.put("RELAY_GONG_ALLOWED_HOST", "127.0.0.1");
        settings.put("RELAY_GONG_ACCESS_KEY", "key");
        settings.put("RELAY_GONG_ACCESS_KEY_SECRET", "secret");
        settings.put("RELAY_SOURCE_ENDPOINT", EmbeddedS3.shared().endpoint().toString());
        settings.put("RELAY_DEADLINE_MARGIN", "18s");
        function = PackagedFunction.start(Artifact.given(), settings);
    }

    @AfterAll
    void stop() {
        function.close();
    }

    @Test
    void fails_with_a_short_message_on_a_notification_of_20000_recordings() {
        String event =
                records(RECORDINGS, LargeEventIT::notified).collect(Collectors.joining(",", "{\"Records\":[", "]}"));

        Reply reply = invoke(event);

        assertThat(reply.failed()).isTrue();
        assertThat(SampleEvents.parse(reply.body()).path("errorMessage").asText())
                .contains("source-missing", " more")
                .hasSizeLessThanOrEqualTo(2000);
    }

    @Test
    void returns_each_of_20000_messages_to_its_queue() {
        String event =
                records(RECORDINGS, LargeEventIT::message).collect(Collectors.joining(",", "{\"Records\":[", "]}"));

        Reply reply = invoke(event);

        assertThat(ids(SampleEvents.parse(reply.body()))).hasSize(RECORDINGS).doesNotHaveDuplicates();
    }

    @Test
    void answers_each_of_20000_messages_from_a_pipe_without_an_event() {
        String event = records(RECORDINGS, i -> message(i, "{}")).collect(Collectors.joining(",", "[", "]"));

        Reply reply = invoke(event);

        assertThat(ids(SampleEvents.parse(reply.body()))).hasSize(RECORDINGS);
    }

    @Test
    void answers_each_of_20000_tasks() {
        String event = records(RECORDINGS, LargeEventIT::task)
                .collect(Collectors.joining(
                        ",",
                        "{\"invocationSchemaVersion\":\"1.0\",\"invocationId\":\"i\",\"job\":{\"id\":\"j\"},\"tasks\":[",
                        "]}"));

        Reply reply = invoke(event);

        assertThat(SampleEvents.parse(reply.body()).path("results")).hasSize(RECORDINGS);
    }

    @Test
    void answers_messages_of_6_MB() {
        String filler = "x".repeat(LARGEST / 10 - 500);
        String event = records(10, i -> message(i, notified(i).replaceFirst("\\{", "{\"filler\":\"" + filler + "\",")))
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));

        Reply reply = invoke(event);

        assertThat(ids(SampleEvents.parse(reply.body()))).hasSize(10);
    }

    /** Sends an event, and afterwards one that shows that the process still works. */
    private Reply invoke(String event) {
        assertThat(event.length()).isBetween(1_000_000, LARGEST);
        Reply reply = function.send(event, TIME_LIMIT).join();
        assertThat(function.invoke("{\"Event\":\"s3:TestEvent\"}").failed()).isFalse();
        return reply;
    }

    private static Stream<String> records(int count, IntFunction<String> record) {
        return IntStream.range(0, count).mapToObj(record);
    }

    private static String notified(int i) {
        return """
                {"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"recordings"},"object":{"key":"calls/%s/%d.wav"}}}""".formatted("missing".repeat(8), i);
    }

    private static String message(int i) {
        return message(i, notified(i));
    }

    private static String message(int i, String record) {
        return """
                {"messageId":"%d","receiptHandle":"receipt-%d","eventSource":"aws:sqs","body":%s}""".formatted(i, i, TextNode.valueOf("{\"Records\":[" + record + "]}"));
    }

    private static String task(int i) {
        return """
                {"taskId":"task-%d","s3BucketArn":"arn:aws:s3:::recordings","s3Key":"calls/missing-%d.wav"}""".formatted(i, i);
    }

    private static List<String> ids(JsonNode reply) {
        List<String> ids = new ArrayList<>();
        reply.path("batchItemFailures")
                .forEach(failure -> ids.add(failure.path("itemIdentifier").asText()));
        return ids;
    }
}
