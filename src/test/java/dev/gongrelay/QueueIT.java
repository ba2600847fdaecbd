package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.EventSourceMapping;
import dev.gongrelay.lambda.EventSourceMapping.Batch;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedQueue;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** From a queue through the packaged function to Gong, and back when it fails. */
class QueueIT {
    private static final int SIZE = 50_000;
    /** Of a message whose queue is told nothing: far longer than a test waits. */
    private static final String VISIBILITY_SECONDS = "900";

    private static final Scene SCENE = new Scene();
    private static final FaultyProxy S3 = FaultyProxy.inFrontOf(SCENE.s3());
    private static final FaultyProxy QUEUES =
            FaultyProxy.inFrontOf(EmbeddedQueue.shared().endpoint());
    private static final SqsClient SQS = EmbeddedQueue.shared().client();

    private static String queueUrl = "";
    private static String deadLetterUrl = "";

    @SuppressWarnings("NullAway.Init")
    private static PackagedFunction function;

    private Duration timeLimit = PackagedFunction.LONGEST;
    private int logged;

    @BeforeAll
    static void start() {
        String name = UUID.randomUUID().toString();
        queueUrl = EmbeddedQueue.shared()
                .createQueue(name, Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS));
        deadLetterUrl = EmbeddedQueue.shared().createQueue(name + "-dead", Map.of());
        Map<String, String> settings =
                SCENE.settings(S3.endpoint(), SCENE.gong().baseUrl());
        settings.put("RELAY_DELIVERY_ENDPOINT", QUEUES.endpoint().toString());
        settings.put("RELAY_DELIVERY_QUEUE_URL", queueUrl);
        settings.put("RELAY_DELIVERY_DEAD_LETTER_URL", deadLetterUrl);
        settings.put("RELAY_DELIVERY_DELAY", "1s");
        function = PackagedFunction.start(Artifact.given(), settings);
        // What is slow the first time must not use up the time of a test that has little.
        assertThat(function.invoke(Scene.notification(SCENE.record(SIZE))).failed())
                .isFalse();
    }

    @AfterAll
    static void stop() {
        function.close();
        SQS.close();
        QUEUES.close();
        S3.close();
        SCENE.close();
    }

    @BeforeEach
    void forget() {
        SQS.purgeQueue(request -> request.queueUrl(queueUrl));
        SQS.purgeQueue(request -> request.queueUrl(deadLetterUrl));
        SCENE.gong().reset();
        SCENE.gong().credentials(Scene.ACCESS_KEY, Scene.ACCESS_KEY_SECRET);
        S3.reset();
        QUEUES.reset();
        logged = function.log().length();
    }

    @Test
    void relays_what_a_queue_delivers() throws InterruptedException {
        String key = SCENE.record(SIZE);
        send(Scene.notification(key));

        Batch batch = poll();

        assertThat(batch.failed()).isEmpty();
        assertThat(SCENE.media(key)).hasSize(1);
        assertThat(messages(queueUrl)).isZero();
    }

    @Test
    void retries_a_recording_later_when_gong_asks_for_it_and_there_is_no_time_to_wait() throws InterruptedException {
        String key = SCENE.record(SIZE);
        send(Scene.notification(key));
        SCENE.gong().failCalls(1, Fault.answer(429).header("Retry-After", "3"));
        timeLimit = Duration.ofSeconds(4);

        Batch refused = poll();

        assertThat(refused.failed()).hasSize(1);
        assertThat(log()).contains("gong-throttled", "is retried in 3 s");
        assertThat(visibilityChanges()).isEqualTo(1);
        assertThat(SCENE.gong().requests()).hasSize(1);

        timeLimit = PackagedFunction.LONGEST;
        Batch relayed = poll();

        assertThat(relayed.receiveCounts()).containsExactly(2);
        assertThat(relayed.failed()).isEmpty();
        assertThat(SCENE.media(key)).hasSize(1);
        assertThat(messages(queueUrl)).isZero();
    }

    @Test
    void sends_a_rejected_recording_to_the_dead_letter_queue() throws InterruptedException {
        String key = SCENE.record(SIZE).replace(".wav", ".gone.wav");
        String body = Scene.notification(key);
        send(body);

        Batch batch = poll();

        assertThat(batch.failed()).isEmpty();
        assertThat(messages(queueUrl)).isZero();
        Message deadLetter = deadLetter();
        assertThat(deadLetter.body()).isEqualTo(body);
        assertThat(attribute(deadLetter, "code")).isEqualTo("source-missing");
        assertThat(attribute(deadLetter, "message")).contains(key);
        assertThat(attribute(deadLetter, "bucket")).isEqualTo("recordings");
        assertThat(attribute(deadLetter, "key")).isEqualTo(key);
        assertThat(function.log()).contains(attribute(deadLetter, "requestId"));
        assertThat(SCENE.receipt(key).path("state").asText()).isEqualTo("rejected");
        assertThat(SCENE.receipt(key).path("code").asText()).isEqualTo("source-missing");
        assertThat(SCENE.gong().requests()).isEmpty();
    }

    @Test
    void sends_to_the_dead_letter_queue_what_is_no_event() throws InterruptedException {
        send("You have chosen to subscribe");

        Batch batch = poll();

        assertThat(batch.failed()).isEmpty();
        assertThat(deadLetter().body()).isEqualTo("You have chosen to subscribe");
        assertThat(log()).contains("event-invalid");
    }

    @Test
    void keeps_a_rejected_recording_in_the_queue_while_its_dead_letter_can_not_be_sent() throws InterruptedException {
        String key = SCENE.record(SIZE).replace(".wav", ".gone.wav");
        send(Scene.notification(key));
        QUEUES.refuseConnections();
        QUEUES.dropConnections();

        Batch batch = poll();

        assertThat(batch.failed()).hasSize(1);
        assertThat(log()).contains("The dead-letter queue did not take the message", "queue-unavailable");
        assertThat(messages(deadLetterUrl)).isZero();
    }

    @Test
    void returns_a_recording_to_the_queue_although_its_delay_can_not_be_set() throws InterruptedException {
        String key = SCENE.record(SIZE);
        send(Scene.notification(key));
        SCENE.gong().failCalls(1, Fault.answer(429).header("Retry-After", "2000"));
        QUEUES.refuseConnections();
        QUEUES.dropConnections();

        Batch batch = poll();

        assertThat(batch.failed()).hasSize(1);
        assertThat(log()).contains(key + ") is retried when its visibility timeout ends");
    }

    @Test
    void returns_all_to_the_queue_slowly_after_one_try_when_gong_refuses_the_credentials() throws InterruptedException {
        List<String> keys = Stream.generate(() -> SCENE.record(SIZE)).limit(3).toList();
        keys.forEach(key -> send(Scene.notification(key)));
        SCENE.gong().credentials(Scene.ACCESS_KEY, "renewed");

        Batch batch = poll();

        assertThat(batch.messages()).hasSize(3);
        assertThat(batch.failed()).hasSize(3);
        assertThat(SCENE.gong().requests()).hasSize(1);
        assertThat(visibilityChanges()).isEqualTo(3);
        assertThat(log()).contains("gong-unauthorized");
        assertThat(keys).allSatisfy(key -> assertThat(log()).contains(key + ") is retried in 3600 s"));
    }

    @Test
    void returns_to_the_queue_untried_what_there_is_no_time_for() throws InterruptedException {
        List<String> keys = Stream.generate(() -> SCENE.record(SIZE)).limit(3).toList();
        keys.forEach(key -> send(Scene.notification(key)));
        SCENE.gong().failUploads(1, Fault.neverAnswer());
        timeLimit = Duration.ofSeconds(5);

        Batch batch = poll();

        assertThat(batch.messages()).hasSize(3);
        assertThat(batch.failed()).hasSize(3);
        assertThat(SCENE.gong().calls()).hasSize(1);
        assertThat(keys).filteredOn(key -> SCENE.receipt(key).isMissingNode()).hasSize(2);
        assertThat(log()).contains("time-up", "No time was left to relay");
        assertThat(visibilityChanges()).isEqualTo(3);

        timeLimit = PackagedFunction.LONGEST;
        for (int done = 0; done < 3; ) {
            done += poll().messages().size();
        }

        assertThat(keys).allSatisfy(key -> assertThat(SCENE.media(key)).hasSize(1));
        assertThat(messages(queueUrl)).isZero();
    }

    @Test
    void sends_an_archived_recording_to_the_dead_letter_queue() throws InterruptedException {
        String key = SCENE.record(SIZE);
        send(Scene.notification(key));
        S3.fail(
                1,
                request -> request.range() != null,
                ProxyFault.error(403, "Forbidden", "InvalidObjectState", "The object is archived."));

        Batch batch = poll();

        assertThat(batch.failed()).isEmpty();
        assertThat(attribute(deadLetter(), "code")).isEqualTo("source-archived");
        assertThat(SCENE.receipt(key).path("code").asText()).isEqualTo("source-archived");
        assertThat(SCENE.gong().requests()).isEmpty();
    }

    @Test
    void sends_nothing_to_gong_while_s3_gives_no_receipt() throws InterruptedException {
        String key = SCENE.record(SIZE);
        send(Scene.notification(key));
        S3.fail(Integer.MAX_VALUE, SCENE::writesReceipt, ProxyFault.slowDown());

        Batch batch = poll();

        assertThat(batch.failed()).hasSize(1);
        assertThat(SCENE.gong().requests()).isEmpty();
        assertThat(log()).contains("receipt-unavailable");

        S3.reset();
        assertThat(poll().failed()).isEmpty();
        assertThat(SCENE.media(key)).hasSize(1);
    }

    @Test
    void relays_the_others_of_a_batch_in_which_one_fails() throws InterruptedException {
        String good = SCENE.record(SIZE);
        String hopeless = SCENE.record(SIZE).replace(".wav", ".gone.wav");
        String throttled = SCENE.record(SIZE);
        Stream.of(throttled, hopeless, good).map(Scene::notification).forEach(QueueIT::send);
        SCENE.gong().failCalls(1, Fault.answer(429).header("Retry-After", "2000"));

        Batch batch = poll();

        assertThat(batch.failed()).hasSize(1);
        assertThat(SCENE.media(good).size() + SCENE.media(throttled).size()).isEqualTo(1);
        assertThat(attribute(deadLetter(), "key")).isEqualTo(hopeless);
    }

    private Batch poll() throws InterruptedException {
        return new EventSourceMapping(SQS, queueUrl, event -> {
                    Reply reply = function.send(event, timeLimit).join();
                    assertThat(reply.failed()).as(reply.body()).isFalse();
                    return reply.body();
                })
                .poll();
    }

    private static void send(String body) {
        SQS.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
    }

    /** What the function has logged since the test began. */
    private String log() {
        return function.log().substring(logged);
    }

    private static long visibilityChanges() {
        return QUEUES.heads().stream().filter(QueueIT::changesVisibility).count();
    }

    private static boolean changesVisibility(RequestHead request) {
        return request.headers().getOrDefault("x-amz-target", "").endsWith(".ChangeMessageVisibility");
    }

    /** How many messages a queue has, visible or not. */
    private static int messages(String url) {
        return SQS
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static Message deadLetter() {
        List<Message> messages = SQS.receiveMessage(request ->
                        request.queueUrl(deadLetterUrl).waitTimeSeconds(20).messageAttributeNames("All"))
                .messages();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static String attribute(Message message, String name) {
        return message.messageAttributes()
                .getOrDefault(name, MessageAttributeValue.builder().build())
                .stringValue();
    }
}
