package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.simulator.EmbeddedQueue;
import dev.gongrelay.simulator.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A test of the relay with a queue of arrivals, in which time passes as the test says. */
@SuppressWarnings("NullAway.Init")
abstract class ArrivalScene extends SurroundedTest {
    static final Duration DAY = Duration.ofDays(1);

    final SqsClient sqs = EmbeddedQueue.shared().client();

    @ConfigProperty(name = "relay.arrivals.queue-url")
    String arrivalsUrl;

    @ConfigProperty(name = "relay.delivery.dead-letter-url")
    String deadLetterUrl;

    @BeforeEach
    void forget() {
        ArrivalQueues.proxy().reset();
        sqs.purgeQueue(purge -> purge.queueUrl(arrivalsUrl));
        sqs.purgeQueue(purge -> purge.queueUrl(deadLetterUrl));
        gong.missingScopes(403);
        gong.discardShorterThan(Duration.ZERO);
    }

    /** Takes the messages of a queue out of it. */
    List<Message> take(String queueUrl) {
        List<Message> taken = new ArrayList<>();
        List<Message> some;
        do {
            some = sqs.receiveMessage(receive ->
                            receive.queueUrl(queueUrl).maxNumberOfMessages(10).messageAttributeNames("All"))
                    .messages();
            some.forEach(message ->
                    sqs.deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle())));
            taken.addAll(some);
        } while (!some.isEmpty());
        return taken;
    }

    /** The bodies of the messages that wait for calls. */
    List<String> notices() {
        return take(arrivalsUrl).stream().map(Message::body).toList();
    }

    /** Relays a recording, and gives the message that waits for its call. */
    String relayed(String name, byte[] bytes) {
        putRecording(name, bytes);
        deliver(notification(name));
        return notices().get(0);
    }

    /** The same message when so much time has passed since the recording was relayed. */
    static String after(Duration age, String notice) {
        return notice.replaceFirst(
                "\"relayedAt\":\"[^\"]*\"", "\"relayedAt\":\"" + Instant.now().minus(age) + "\"");
    }

    /** Delivers messages that wait for calls, and gives the numbers from 1 of those that are returned to the queue. */
    Set<Integer> ask(String... notices) {
        ObjectNode event = SampleEvents.sqs(notices);
        event.path("Records")
                .forEach(message -> ((ObjectNode) message)
                        .put(
                                "eventSourceARN",
                                "arn:aws:sqs:us-east-1:000000000000:" + arrivalsUrl.replaceFirst(".*/", "")));
        JsonNode answer = answerTo(event.toString());
        Set<Integer> returned = new TreeSet<>();
        answer.path("batchItemFailures")
                .forEach(item -> returned.add(
                        Integer.valueOf(item.path("itemIdentifier").asText().replace("message-", ""))));
        return returned;
    }

    /** An attribute of a dead letter. */
    static String attribute(Message letter, String name) {
        return Objects.requireNonNull(letter.messageAttributes().get(name)).stringValue();
    }

    int questions() {
        return gong.requests(Endpoint.FILTER_CALLS);
    }

    String arrival(String name) {
        return receipt(name).path("arrival").asText();
    }

    void assertRelayedOnce(String name) {
        assertThat(state(name)).isEqualTo("relayed");
        assertThat(gong.requests(Endpoint.ADD_MEDIA)).isEqualTo(1);
    }
}
