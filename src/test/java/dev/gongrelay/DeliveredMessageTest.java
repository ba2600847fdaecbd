package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Relays the message that the deployed stack's queue received; {@code infra/check} deploys it and has it relayed here.
 */
@QuarkusTest
@EnabledIfSystemProperty(
        named = DeliveredMessageTest.MESSAGE,
        matches = ".+",
        disabledReason = "No message of a deployed queue was given: infra/check gives one")
class DeliveredMessageTest extends SurroundedTest {
    /** Names the file with the message's body. */
    static final String MESSAGE = "delivered.message";

    @Test
    void relays_the_recording_that_a_delivered_message_announces() throws IOException {
        String body = Files.readString(Path.of(System.getProperty(MESSAGE)));
        JsonNode detail = json.readTree(body).path("detail");
        putRecording(detail.path("object").path("key").asText(), SampleMedia.wav(100_000, 1, 1));

        JsonNode answer = answerTo(inQueue(body));

        assertThat(detail.path("bucket").path("name").asText()).isEqualTo(BUCKET);
        assertThat(answer.path("batchItemFailures")).isEmpty();
        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.bytes()).isEqualTo(100_000);
        });
    }

    private String inQueue(String body) {
        ObjectNode event = json.createObjectNode();
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
}
