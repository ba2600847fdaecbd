package dev.gongrelay.demo;

import dev.gongrelay.lambda.EventSourceMapping;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedQueue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue between S3's event and the function. */
final class DemoQueue implements AutoCloseable {
    /** An hour and a half, as deployed. */
    private static final String VISIBILITY_SECONDS = "5400";

    private final EmbeddedQueue embedded = EmbeddedQueue.start();
    private final SqsClient client = embedded.client();
    private final String url =
            embedded.createQueue("recordings", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS));

    URI endpoint() {
        return embedded.endpoint();
    }

    String url() {
        return url;
    }

    void send(String event) {
        client.sendMessage(request -> request.queueUrl(url).messageBody(event));
    }

    /** Waits for a message and passes it to the function. One that is returned to the queue counts as failed. */
    Reply bring(PackagedFunction relay, Duration timeLeft) throws InterruptedException {
        List<Reply> replies = new ArrayList<>();
        EventSourceMapping mapping = new EventSourceMapping(client, url, event -> {
            Reply reply = relay.send(event, timeLeft).join();
            replies.add(reply);
            return reply.body();
        });
        boolean returned = !mapping.poll().failed().isEmpty();
        Reply reply = replies.get(0);
        return new Reply(returned, reply.body(), reply.took());
    }

    @Override
    public void close() {
        client.close();
        embedded.close();
    }
}
