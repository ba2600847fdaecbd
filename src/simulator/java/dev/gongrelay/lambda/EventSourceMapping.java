package dev.gongrelay.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * What Lambda does between a queue and a function: receives messages, hands them over as one event, and deletes those
 * that the function doesn't report as failed (AWS Lambda, "Using Lambda with Amazon SQS", with
 * {@code ReportBatchItemFailures}). When the function fails as a whole, none is deleted.
 */
public final class EventSourceMapping {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_POLL_SECONDS = 20;

    private final SqsClient sqs;
    private final String queueUrl;
    private final Invoker function;

    /** Invokes the function. */
    @FunctionalInterface
    public interface Invoker {
        /** Returns the function's answer as JSON text; throws if it failed. */
        String invoke(String event) throws InterruptedException;
    }

    /**
     * One batch.
     *
     * @param messages as they were received, at most ten
     * @param failed the ids of those which the function gave back
     */
    public record Batch(List<Message> messages, Set<String> failed) {
        /** How often its messages were received so far, in order. */
        public List<Integer> receiveCounts() {
            return messages.stream()
                    .map(message -> message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                    .map(Integer::valueOf)
                    .toList();
        }
    }

    public EventSourceMapping(SqsClient sqs, String queueUrl, Invoker function) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.function = function;
    }

    /** Takes one batch from the queue to the function, waiting up to 20 s for its first message. */
    public Batch poll() throws InterruptedException {
        List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(LONGEST_POLL_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
        if (messages.isEmpty()) {
            throw new IllegalStateException("no message came within " + LONGEST_POLL_SECONDS + " s");
        }
        Set<String> failed = failed(function.invoke(event(messages)));
        for (Message message : messages) {
            if (!failed.contains(message.messageId())) {
                sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
            }
        }
        return new Batch(messages, failed);
    }

    private static String event(List<Message> messages) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (Message message : messages) {
            ObjectNode record = records.addObject()
                    .put("messageId", message.messageId())
                    .put("receiptHandle", message.receiptHandle())
                    .put("body", message.body())
                    .put("md5OfBody", message.md5OfBody())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:recordings")
                    .put("awsRegion", "us-east-1");
            record.putObject("messageAttributes");
            ObjectNode attributes = record.putObject("attributes");
            message.attributes().forEach((name, value) -> attributes.put(name.toString(), value));
        }
        return event.toString();
    }

    private static Set<String> failed(String answer) {
        try {
            Set<String> failed = new HashSet<>();
            for (JsonNode item : JSON.readTree(answer).withArray("batchItemFailures")) {
                failed.add(item.path("itemIdentifier").textValue());
            }
            return failed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
