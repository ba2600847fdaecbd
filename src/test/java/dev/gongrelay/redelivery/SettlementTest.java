package dev.gongrelay.redelivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.CapturedLog;
import dev.gongrelay.TestSettings;
import dev.gongrelay.event.Answer;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.QueueMessage;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.simulator.EmbeddedQueue;
import dev.gongrelay.telemetry.Outcome;
import dev.gongrelay.telemetry.RelayReport;
import dev.gongrelay.time.Backoff;
import dev.gongrelay.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Against ElasticMQ. */
@Execution(ExecutionMode.SAME_THREAD)
class SettlementTest {
    private static final RecordingReference FIRST = new RecordingReference("recordings", "a.wav", null);
    private static final RecordingReference SECOND = new RecordingReference("recordings", "b.wav", null);
    private static final PermanentException HOPELESS =
            new PermanentException(FailureCode.SOURCE_MISSING, "No such object");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final SqsClient sqs = EmbeddedQueue.shared().client();
    private final AtomicLong nanos = new AtomicLong();
    private String queueUrl = "";
    private String deadLetterUrl = "";

    @BeforeEach
    void makeQueues() {
        String name = UUID.randomUUID().toString();
        queueUrl = EmbeddedQueue.shared().createQueue(name, Map.of());
        deadLetterUrl = EmbeddedQueue.shared().createQueue(name + "-dead", Map.of());
    }

    @AfterEach
    void close() {
        sqs.close();
    }

    @Test
    void names_the_recordings_where_it_says_when_they_are_retried() {
        try (CapturedLog log = new CapturedLog()) {
            Answer answer = settle(settlement(deadLetterUrl), received(FIRST, SECOND), passing(FailureCode.TIME_UP));

            assertThat(answer.verdict()).isEqualTo(Verdict.RETRY);
            assertThat(log.text())
                    .containsPattern("Message \\S+ \\(s3://recordings/a.wav and 1 more\\) is retried in 30 s");
        }
    }

    @Test
    void retries_slowly_what_somebody_has_to_fix() {
        try (CapturedLog log = new CapturedLog()) {
            settle(settlement(deadLetterUrl), received(FIRST), passing(FailureCode.SOURCE_DENIED));

            assertThat(log.text()).contains("(s3://recordings/a.wav) is retried in 3600 s");
        }
    }

    @Test
    void sends_a_rejected_recording_to_the_dead_letter_queue() {
        Settlement settlement = settlement(deadLetterUrl);
        Failures failures = failures(settlement, HOPELESS);

        Answer answer = settlement.settle(received(FIRST), failures, false, "request-1");

        assertThat(answer.verdict()).isEqualTo(Verdict.DONE);
        assertThat(failures.trouble()).isEmpty();
        assertThat(sqs.receiveMessage(request -> request.queueUrl(deadLetterUrl))
                        .messages())
                .hasSize(1);
    }

    @Test
    void retries_slowly_and_reports_what_has_no_dead_letter_queue() {
        Settlement settlement = settlement(deadLetterUrl + "-missing");
        Failures failures = failures(settlement, HOPELESS);

        try (CapturedLog log = new CapturedLog()) {
            Answer answer = settlement.settle(received(FIRST), failures, false, "request-1");

            assertThat(answer.verdict()).isEqualTo(Verdict.RETRY);
            assertThat(failures.trouble()).hasValueSatisfying(report -> {
                assertThat(report.code()).contains(FailureCode.QUEUE_DENIED);
                assertThat(report.outcome()).isEqualTo(Outcome.RETRY_LATER);
                assertThat(report.reference()).contains(FIRST);
            });
            assertThat(log.text()).contains("(s3://recordings/a.wav) is retried in 3600 s");
        }
    }

    @Test
    void calls_sqs_no_more_once_time_is_up() {
        Settlement settlement = settlement(deadLetterUrl);
        nanos.addAndGet(LIMIT.toNanos());

        try (CapturedLog log = new CapturedLog()) {
            Answer answer = settle(settlement, received(FIRST), passing(FailureCode.TIME_UP));

            assertThat(answer.verdict()).isEqualTo(Verdict.RETRY);
            assertThat(log.records()).isEmpty();
        }
    }

    private Settlement settlement(String deadLetters) {
        RelayConfig config = TestSettings.with(
                Map.of("relay.delivery.queue-url", queueUrl, "relay.delivery.dead-letter-url", deadLetters));
        Backoff longest = new Backoff(Duration.ofSeconds(30), Duration.ofHours(1), () -> 0);
        return new Settlement(new Redelivery(sqs, config, longest), new Deadline(config, nanos::get), config);
    }

    private static Answer settle(Settlement settlement, Delivery delivery, RelayException failure) {
        return settlement.settle(delivery, failures(settlement, failure), false, "request-1");
    }

    private static Failures failures(Settlement settlement, RelayException failure) {
        Failures failures = settlement.begin();
        failures.add(RelayReport.of(FIRST, () -> 0).failed(failure));
        return failures;
    }

    private static TransientException passing(FailureCode code) {
        return new TransientException(code, "later");
    }

    private Delivery received(RecordingReference... references) {
        sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody("body"));
        Message message = sqs.receiveMessage(
                        request -> request.queueUrl(queueUrl).waitTimeSeconds(20))
                .messages()
                .get(0);
        QueueMessage queueMessage = new QueueMessage(message.receiptHandle(), "", 1, null);
        return new Delivery(
                message.messageId(), List.of(references), List.of(), message::body, queueMessage, null, null);
    }
}
