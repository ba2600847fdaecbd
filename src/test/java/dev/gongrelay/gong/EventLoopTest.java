package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.Surroundings;
import dev.gongrelay.lambda.LambdaRuntimeApi;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Execution(ExecutionMode.SAME_THREAD)
@QuarkusTest
@SuppressWarnings("NullAway.Init")
@QuarkusTestResource(Surroundings.class)
class EventLoopTest {
    GongSimulator gong;

    LambdaRuntimeApi lambda;

    @BeforeEach
    void forget() {
        gong.reset();
        EventLoopWitness.BEGUN_ON_EVENT_LOOP.clear();
    }

    @Test
    void begins_every_request_on_the_event_loop_retries_too() {
        String key = UUID.randomUUID() + "/call.wav";
        put(key, SampleMedia.wav(100_000, 1, 1));
        put(key + ".json", "{\"actualStart\":\"2026-11-22T20:32:00Z\"}".getBytes(StandardCharsets.UTF_8));
        gong.failCalls(1, Fault.answer(503));
        gong.failUploads(2, Fault.answerAfterBody(503));

        lambda.send(
                        "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                                + EmbeddedS3.RECORDINGS + "\"},\"object\":{\"key\":\"" + key + "\"}}}]}",
                        Duration.ofMinutes(1))
                .join();

        assertThat(gong.uploads()).hasSize(3);
        assertThat(EventLoopWitness.BEGUN_ON_EVENT_LOOP).hasSize(5).containsOnly(true);
    }

    private static void put(String key, byte[] bytes) {
        try (S3Client s3 = EmbeddedS3.shared().client()) {
            s3.putObject(request -> request.bucket(EmbeddedS3.RECORDINGS).key(key), RequestBody.fromBytes(bytes));
        }
    }
}
