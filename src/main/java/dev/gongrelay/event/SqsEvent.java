package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a queue, each carrying an event of any other form as its body. Lambda deletes those that the reply doesn't
 * name, if the event source mapping has {@code ReportBatchItemFailures}.
 */
final class SqsEvent implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return Fields.anyRecord(
                event, record -> record.path("eventSource").asText().equals("aws:sqs"));
    }

    @Override
    public void read(JsonNode event, Announcements reading) {
        reading.each(event.path("Records"), message -> reading.nested(Fields.text(message, "body")));
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode message : event.path("Records")) {
            String body = message.path("body").asText();
            deliveries.add(envelopes.delivery(
                    message.path("messageId").asText(),
                    body.isEmpty() ? envelopes.write(message) : body,
                    queueMessage(message),
                    reading -> reading.nested(Fields.text(message, "body"))));
        }
        return new Envelope(deliveries, false, SqsEvent::reply);
    }

    /** A message that SQS can't be told anything about, for lack of its names, is no message to give back. */
    private static @Nullable QueueMessage queueMessage(JsonNode message) {
        String messageId = message.path("messageId").asText();
        String receiptHandle = message.path("receiptHandle").asText();
        int receiveCount =
                message.path("attributes").path("ApproximateReceiveCount").asInt();
        return messageId.isEmpty() || receiptHandle.isEmpty()
                ? null
                : new QueueMessage(
                        messageId, receiptHandle, message.path("eventSourceARN").asText(), Math.max(1, receiveCount));
    }

    private static Object reply(List<Answer> answers) {
        return Map.of(
                "batchItemFailures",
                answers.stream()
                        .filter(answer -> answer.verdict() != Verdict.DONE)
                        .map(answer ->
                                Map.of("itemIdentifier", answer.delivery().id()))
                        .toList());
    }
}
