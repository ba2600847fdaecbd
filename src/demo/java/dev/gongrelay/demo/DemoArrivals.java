package dev.gongrelay.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.lambda.EventSourceMapping;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue in which a relayed recording waits, here for a second, until Gong is asked for its call. */
final class DemoArrivals implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedQueue embedded = EmbeddedQueue.start();
    private final SqsClient client = embedded.client();
    private final String url = embedded.createQueue("arrivals", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5400"));

    /** The function's settings, by environment variable. */
    Map<String, String> settings() {
        return Map.of(
                "RELAY_DELIVERY_ENDPOINT",
                embedded.endpoint().toString(),
                "RELAY_ARRIVALS_QUEUE_URL",
                url,
                "RELAY_ARRIVALS_DELAY",
                "1s");
    }

    /** Has the function ask Gong, and shows what the recording's receipt says then. */
    void show(Terminal terminal, PackagedFunction relay, S3Client s3, String receiptsBucket, String receiptKey)
            throws InterruptedException {
        new EventSourceMapping(client, url, event -> {
                    Reply reply = relay.send(event, PackagedFunction.LONGEST).join();
                    if (reply.failed()) {
                        throw new IllegalStateException("Gong could not be asked: " + reply.text());
                    }
                    return reply.body();
                })
                .poll();
        JsonNode receipt = receipt(s3, receiptsBucket, receiptKey);
        String arrival = receipt.path("arrival").asText();
        terminal.field("Arrival", arrival.equals("confirmed") ? terminal.good(arrival) : terminal.bad(arrival));
        terminal.field("Receipt", "s3://" + receiptsBucket + "/" + receiptKey);
    }

    private static JsonNode receipt(S3Client s3, String bucket, String key) {
        try {
            return JSON.readTree(
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        embedded.close();
    }
}
