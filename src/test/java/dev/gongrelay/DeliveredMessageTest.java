package dev.gongrelay;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.recording.SampleMedia;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Relays the message that the deployed stack's queue received; {@code infra/check} deploys it and has it relayed here. */
@QuarkusTest
@EnabledIfSystemProperty(named = DeliveredMessageTest.MESSAGE, matches = ".+")
@SuppressWarnings("NullAway.Init")
@QuarkusTestResource(Surroundings.class)
class DeliveredMessageTest {
    /** Names the file with the message's body. */
    static final String MESSAGE = "delivered.message";

    private static final ObjectMapper JSON = new ObjectMapper();

    GongSimulator gong;

    @ConfigProperty(name = "quarkus-internal.aws-lambda.test-api")
    String eventServer;

    @Test
    void relays_the_recording_that_a_delivered_message_announces() throws IOException {
        String body = Files.readString(Path.of(System.getProperty(MESSAGE)));
        JsonNode detail = JSON.readTree(body).path("detail");
        String key = detail.path("object").path("key").asText();
        put(key, SampleMedia.wav(100_000, 1, 1));
        put(key + ".json", "{\"actualStart\":\"2026-11-22T20:32:00Z\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(detail.path("bucket").path("name").asText()).isEqualTo(EmbeddedS3.RECORDINGS);

        String answer = given().body(inQueue(body))
                .contentType("application/json")
                .post("http://" + eventServer)
                .asString();

        assertThat(JSON.readTree(answer).path("batchItemFailures")).isEmpty();
        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.bytes()).isEqualTo(100_000);
        });
    }

    private static String inQueue(String body) {
        var event = JSON.createObjectNode();
        event.putArray("Records")
                .addObject()
                .put("eventSource", "aws:sqs")
                .put("messageId", "message-1")
                .put("receiptHandle", "handle-1")
                .put("body", body)
                .putObject("attributes")
                .put("ApproximateReceiveCount", "1");
        return event.toString();
    }

    private static void put(String key, byte[] bytes) {
        S3Client s3 = EmbeddedS3.shared().client();
        s3.putObject(request -> request.bucket(EmbeddedS3.RECORDINGS).key(key), RequestBody.fromBytes(bytes));
    }
}
