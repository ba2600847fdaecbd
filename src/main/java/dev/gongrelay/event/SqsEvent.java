package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a queue, each of which has an event of another format as its body. Lambda's event source mapping sends
 * them in {@code Records}, and EventBridge Pipes in a bare array (Amazon EventBridge User Guide, "Event batching in
 * Pipes"). Both delete the messages that the reply doesn't name; the mapping needs {@code ReportBatchItemFailures}.
 */
final class SqsEvent implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return messages(event).valueStream().anyMatch(SqsEvent::isMessage);
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        announcements.each(messages(event), message -> announcements.nested(Fields.text(message, "body")));
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        List<Delivery> deliveries = new ArrayList<>();
        messages(event).forEach(message -> deliveries.add(message(message, envelopes)));
        return envelope(deliveries);
    }

    static boolean isMessage(JsonNode record) {
        return record.path("eventSource").asText().equals("aws:sqs");
    }

    static Envelope envelope(List<Delivery> messages) {
        return new Envelope(messages, false, SqsEvent::reply);
    }

    /** The message as a delivery, which holds no reference to the tree. */
    static Delivery message(JsonNode message, Envelopes envelopes) {
        String body = Fields.textOrEmpty(message, "body");
        String original = body.isEmpty() ? envelopes.write(message) : body;
        return envelopes.delivery(
                Fields.textOrEmpty(message, "messageId"),
                () -> original,
                queueMessage(message),
                announcements -> announcements.nested(Fields.text(message, "body")));
    }

    private static JsonNode messages(JsonNode event) {
        return event.isArray() ? event : event.path("Records");
    }

    /** Null if an ID is missing that SQS needs to take the message back. */
    private static @Nullable QueueMessage queueMessage(JsonNode message) {
        String messageId = Fields.textOrEmpty(message, "messageId");
        String receiptHandle = Fields.textOrEmpty(message, "receiptHandle");
        JsonNode attributes = message.path("attributes");
        int receiveCount = attributes.path("ApproximateReceiveCount").asInt();
        long sentMillis = attributes.path("SentTimestamp").asLong();
        return messageId.isEmpty() || receiptHandle.isEmpty()
                ? null
                : new QueueMessage(
                        receiptHandle,
                        Fields.textOrEmpty(message, "eventSourceARN"),
                        Math.max(1, receiveCount),
                        sentMillis > 0 ? Instant.ofEpochMilli(sentMillis) : null);
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
