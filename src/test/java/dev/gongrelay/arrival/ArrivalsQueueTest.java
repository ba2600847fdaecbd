package dev.gongrelay.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.event.TestEnvelopes;
import dev.gongrelay.simulator.EmbeddedQueue;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class ArrivalsQueueTest {
    private static final RecordingReference RECORDING = new RecordingReference("calls", "call.wav", null);

    private final SqsClient sqs = EmbeddedQueue.shared().client();

    @Test
    void delays_a_message_as_long_as_sqs_can() {
        String url = EmbeddedQueue.shared().createQueue(UUID.randomUUID().toString(), Map.of());

        assertThat(queue(Map.of("relay.arrivals.queue-url", url)).await(RECORDING, "777"))
                .isEmpty();

        assertThat(sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1");
    }

    @Test
    void awaits_nothing_without_a_queue() {
        assertThat(queue(Map.of()).await(RECORDING, "777")).isEmpty();
    }

    private ArrivalsQueue queue(Map<String, String> settings) {
        return new ArrivalsQueue(sqs, TestEnvelopes.open(), TestSettings.with(settings), Clock.systemUTC());
    }
}
