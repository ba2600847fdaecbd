package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What becomes of an {@code Error}. The JVM package is what is tested, because it can be started with too little of
 * everything.
 */
class ErrorIT {
    /** Jackson reads no more than 1000 levels. */
    private static final int DEEPEST = 990;

    private static final Scene SCENE = new Scene();

    @AfterAll
    static void stop() {
        SCENE.close();
    }

    @Test
    void fails_an_event_that_overflows_the_stack_and_serves_the_next() {
        String key = SCENE.record(1_000);
        Map<String, String> deadLetters = Map.of(
                "RELAY_DELIVERY_DEAD_LETTER_URL",
                "http://127.0.0.1:1/0/dead-letters",
                "RELAY_DELIVERY_ENDPOINT",
                "http://127.0.0.1:1");
        try (PackagedFunction function = start("-Xss200k", deadLetters)) {
            Reply overflown = function.invoke(hopeless(nested(DEEPEST)));
            Reply next = function.invoke(Scene.notification(key));

            assertThat(overflown.failed()).isTrue();
            assertThat(overflown.body()).contains("StackOverflowError");
            assertThat(next.failed()).as(next.body()).isFalse();
            assertThat(SCENE.media(key)).hasSize(1);
        }
    }

    @Test
    void fails_an_event_that_is_too_deep_to_be_read_and_serves_the_next() {
        String key = SCENE.record(1_000);
        try (PackagedFunction function = start("-Xss1m")) {
            Reply asEvent = function.invoke(job(nested(100_000)));
            Reply asMessage = function.invoke(SampleEvents.sqs(nested(100_000)).toString());
            Reply allowed = function.invoke(job(nested(DEEPEST)));
            Reply next = function.invoke(Scene.notification(key));

            assertThat(asEvent.failed()).isTrue();
            assertThat(asEvent.body()).contains("nesting depth");
            assertThat(asMessage.body()).contains("message-1");
            assertThat(allowed.failed()).as(allowed.body()).isFalse();
            assertThat(allowed.body()).contains("PermanentFailure");
            assertThat(next.failed()).as(next.body()).isFalse();
            assertThat(SCENE.media(key)).hasSize(1);
        }
    }

    @Test
    void ends_at_once_when_the_heap_is_full() {
        String large = "{\"Records\":[" + "[],".repeat(1_900_000) + "[]]}";
        try (PackagedFunction function = start("-Xmx40m")) {
            assertThatThrownBy(() -> function.invoke(large))
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("java.lang.OutOfMemoryError");
        }
    }

    @Test
    void returns_to_the_queue_after_one_try_when_the_event_loop_runs_out_of_memory() {
        String key = SCENE.record(1_000);
        try (PackagedFunction function = start("-XX:MaxDirectMemorySize=1m")) {
            Reply reply = function.invoke(Scene.queued(key));
            Reply next = function.invoke("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");

            assertThat(reply.body()).contains("message-1");
            assertThat(function.log()).contains("OutOfMemoryError", "\"code\":\"internal\"");
            assertThat(SCENE.uploads(key)).hasSize(1);
            assertThat(next.failed()).isFalse();
            assertThat(SCENE.receipt(key).has("leaseUntil")).isFalse();
        }
    }

    private static PackagedFunction start(String option) {
        return start(option, Map.of());
    }

    private static PackagedFunction start(String option, Map<String, String> more) {
        Artifact artifact = Artifact.jvmPackage();
        List<String> command = new ArrayList<>(artifact.command());
        command.add(1, option);
        Map<String, String> settings =
                new HashMap<>(SCENE.settings(SCENE.s3(), SCENE.gong().baseUrl()));
        settings.putAll(more);
        return PackagedFunction.start(
                new Artifact(artifact.name(), artifact.directory(), command, artifact.environment()), settings);
    }

    /** A notification of an object that is not there: it has to be written into a dead letter, with all that is in it. */
    private static String hopeless(String more) {
        return "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                + EmbeddedS3.RECORDINGS + "\"},\"object\":{\"key\":\"nothing.wav\"}},\"x\":" + more + "}]}";
    }

    /** A job of S3 Batch Operations whose answer has to be read and written with all that is in it. */
    private static String job(String more) {
        return "{\"invocationSchemaVersion\":\"1.0\",\"invocationId\":\"i\",\"tasks\":[{\"taskId\":\"t\"}],\"x\":"
                + more + "}";
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    }
}
