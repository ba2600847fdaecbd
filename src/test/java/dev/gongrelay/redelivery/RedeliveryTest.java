package dev.gongrelay.redelivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.TestSettings;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.QueueMessage;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.simulator.EmbeddedQueue;
import dev.gongrelay.time.Backoff;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Against ElasticMQ. Waits for messages that must come, and long enough to see that others do not. */
class RedeliveryTest {
    private static final PermanentException REASON =
            new PermanentException(FailureCode.DETAILS_INVALID, "s3://recordings/ü.wav: primaryUser is missing");
    private static final RecordingReference RECORDING = new RecordingReference("recordings", "ü.wav", null);
    private static final int MAX_RECEIVES = 3;

    private final SqsClient sqs = EmbeddedQueue.shared().client();
    private String deadLetterUrl = "";
    private String queueUrl = "";

    @BeforeEach
    void makeQueues() {
        String name = UUID.randomUUID().toString();
        deadLetterUrl = EmbeddedQueue.shared().createQueue(name + "-dead", Map.of());
        String redrive = """
                {"deadLetterTargetArn": "%s", "maxReceiveCount": %d}""".formatted(arn(deadLetterUrl), MAX_RECEIVES);
        queueUrl = EmbeddedQueue.shared()
                .createQueue(
                        name,
                        Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "900",
                                QueueAttributeName.REDRIVE_POLICY,
                                redrive));
    }

    @AfterEach
    void close() {
        sqs.close();
    }

    @Test
    void retries_a_message_after_the_delay_that_gong_requested() {
        send("body");
        Message first = receive(queueUrl).get(0);

        String done = redelivery().returnToQueue(queueMessage(first), Optional.of(Duration.ofMillis(1_200)));

        assertThat(done).isEqualTo("is retried in 2 s");
        assertThat(receive(queueUrl)).extracting(Message::messageId).containsExactly(first.messageId());
    }

    @Test
    void hides_a_message_for_longer_than_its_visibility_timeout() {
        send("body");
        Message first = sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                        .visibilityTimeout(1)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .get(0);

        redelivery().returnToQueue(queueMessage(first), Optional.of(Duration.ofHours(1)));

        assertThat(sqs.receiveMessage(request -> request.queueUrl(queueUrl).waitTimeSeconds(2))
                        .messages())
                .isEmpty();
    }

    @Test
    void waits_longer_the_more_often_a_message_was_received() {
        send("body");
        Redelivery redelivery = redelivery(Map.of("relay.delivery.delay", "PT1S", "relay.delivery.max-delay", "PT3S"));

        Message first = receive(queueUrl).get(0);
        String afterFirst = redelivery.returnToQueue(queueMessage(first), Optional.empty());
        makeVisible(first);
        Message second = receive(queueUrl).get(0);
        String afterSecond = redelivery.returnToQueue(queueMessage(second), Optional.empty());
        makeVisible(second);
        Message third = receive(queueUrl).get(0);
        String afterThird = redelivery.returnToQueue(queueMessage(third), Optional.empty());

        assertThat(List.of(first, second, third))
                .extracting(message -> queueMessage(message).receiveCount())
                .containsExactly(1, 2, 3);
        assertThat(List.of(afterFirst, afterSecond, afterThird))
                .containsExactly("is retried in 1 s", "is retried in 2 s", "is retried in 3 s");
    }

    @Test
    void leaves_a_message_that_failed_too_often_to_the_queues_own_redrive_policy() {
        String body = SampleEvents.recorded("eventbridge.moto.json").toString();
        send(body);

        for (int i = 0; i < MAX_RECEIVES; i++) {
            redelivery().returnToQueue(queueMessage(receive(queueUrl).get(0)), Optional.of(Duration.ZERO));
        }

        assertThat(sqs.receiveMessage(request -> request.queueUrl(queueUrl)).messages())
                .isEmpty();
        assertThat(receive(deadLetterUrl)).extracting(Message::body).containsExactly(body);
    }

    @Test
    void asks_for_no_more_than_sqs_allows() {
        send("body");
        Message message = receive(queueUrl).get(0);

        String longer = redelivery().returnToQueue(queueMessage(message), Optional.of(Duration.ofDays(3)));
        String shorter = redelivery().returnToQueue(queueMessage(message), Optional.of(Duration.ofSeconds(-1)));

        assertThat(longer).isEqualTo("is retried in " + (12 * 3600 - 900) + " s");
        assertThat(shorter).isEqualTo("is retried in 0 s");
    }

    @Test
    void says_why_sqs_could_not_change_a_message_but_does_not_fail() {
        QueueMessage unknown = new QueueMessage("receipt", "arn", 1, null);

        String refused = redelivery().returnToQueue(unknown, Optional.empty());
        String unreached = unreachable().returnToQueue(unknown, Optional.empty());
        String unset = new Redelivery(sqs, TestSettings.with(Map.of())).returnToQueue(unknown, Optional.empty());

        assertThat(refused).contains("when its visibility timeout ends", "receipt");
        assertThat(unreached).contains("when its visibility timeout ends", "SQS could not change it");
        assertThat(unset).endsWith("RELAY_DELIVERY_QUEUE_URL is not set");
    }

    @Test
    void sends_a_rejected_message_to_the_dead_letter_queue_as_it_came_with_the_reason() {
        String body = SampleEvents.recorded("eventbridge.moto.json").toString();

        boolean kept = redelivery().deadLetter(delivery(body), REASON, Optional.of(RECORDING), "request-1");

        assertThat(kept).isTrue();
        Message message = receive(deadLetterUrl).get(0);
        assertThat(message.body()).isEqualTo(body);
        assertThat(message.messageAttributes())
                .isEqualTo(Map.of(
                        "code", text("details-invalid"),
                        "message", text("s3://recordings/ü.wav: primaryUser is missing"),
                        "bucket", text("recordings"),
                        "key", text("ü.wav"),
                        "requestId", text("request-1")));
    }

    @Test
    void sends_what_could_not_be_read_to_the_dead_letter_queue() {
        redelivery().deadLetter(delivery("You have chosen to subscribe"), REASON, Optional.empty(), "request-1");

        assertThat(receive(deadLetterUrl))
                .singleElement()
                .satisfies(message ->
                        assertThat(message.messageAttributes()).containsOnlyKeys("code", "message", "requestId"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 250_000, 262_144, 400_000, 1_048_000})
    void keeps_code_and_message_beside_a_body_of_any_size(int bodyBytes) {
        String body = "x".repeat(bodyBytes);

        redelivery().deadLetter(delivery(body), REASON, Optional.of(RECORDING), "request-1");

        assertThat(receive(deadLetterUrl)).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo(body);
            assertThat(message.messageAttributes())
                    .containsEntry("code", text("details-invalid"))
                    .containsEntry("message", text(REASON.getMessage()));
        });
    }

    @Test
    void sends_nothing_that_is_longer_than_a_message_may_be() {
        String body = "x".repeat(1024 * 1024 + 1);

        assertThat(redelivery().deadLetter(delivery(body), REASON, Optional.of(RECORDING), "request-1"))
                .isFalse();
    }

    @Test
    void announces_the_same_recording_after_a_redrive() {
        String body = SampleEvents.recorded("s3-notification.minio.json").toString();
        redelivery().deadLetter(delivery(body), REASON, Optional.of(RECORDING), "request-1");

        sqs.startMessageMoveTask(
                request -> request.sourceArn(arn(deadLetterUrl)).destinationArn(arn(queueUrl)));

        assertThat(receive(queueUrl))
                .singleElement()
                .satisfies(message -> assertThat(message.body()).isEqualTo(body));
    }

    @Test
    void fails_if_the_dead_letter_queue_does_not_take_a_message() {
        assertThatThrownBy(
                        () -> unreachable().deadLetter(delivery("body"), REASON, Optional.of(RECORDING), "request-1"))
                .isInstanceOf(TransientException.class)
                .hasFieldOrPropertyWithValue("code", FailureCode.QUEUE_UNAVAILABLE);
        Redelivery missing = redelivery(Map.of("relay.delivery.dead-letter-url", queueUrl + "-missing"));
        assertThatThrownBy(() -> missing.deadLetter(delivery("body"), REASON, Optional.of(RECORDING), "request-1"))
                .isInstanceOf(TransientException.class)
                .hasFieldOrPropertyWithValue("code", FailureCode.QUEUE_DENIED);
    }

    @Test
    void says_that_there_is_no_dead_letter_queue() {
        Redelivery redelivery = new Redelivery(sqs, TestSettings.with(Map.of()));

        assertThat(redelivery.deadLetter(delivery("body"), REASON, Optional.of(RECORDING), "request-1"))
                .isFalse();
    }

    private Redelivery redelivery() {
        return redelivery(Map.of());
    }

    /** One with the longest delays that chance allows. */
    private Redelivery redelivery(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("relay.delivery.queue-url", queueUrl);
        all.putIfAbsent("relay.delivery.dead-letter-url", deadLetterUrl);
        RelayConfig config = TestSettings.with(all);
        return new Redelivery(
                sqs,
                config,
                new Backoff(config.delivery().delay(), config.delivery().maxDelay(), () -> 0));
    }

    private static Redelivery unreachable() {
        String nowhere = "http://127.0.0.1:1/000000000000/nowhere";
        return new Redelivery(
                EmbeddedQueue.client(URI.create("http://127.0.0.1:1")),
                TestSettings.with(
                        Map.of("relay.delivery.queue-url", nowhere, "relay.delivery.dead-letter-url", nowhere)));
    }

    private static Delivery delivery(String body) {
        return new Delivery("id", List.of(), List.of(), () -> body, null, null, null);
    }

    private static QueueMessage queueMessage(Message message) {
        return new QueueMessage(
                message.receiptHandle(),
                "arn",
                Integer.parseInt(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)),
                null);
    }

    private void send(String body) {
        sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
    }

    private void makeVisible(Message message) {
        sqs.changeMessageVisibility(request -> request.queueUrl(queueUrl)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(0));
    }

    private List<Message> receive(String url) {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .waitTimeSeconds(20)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private String arn(String url) {
        return Objects.requireNonNull(
                sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
