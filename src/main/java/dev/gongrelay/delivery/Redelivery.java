package dev.gongrelay.delivery;

import dev.gongrelay.FailureCode;
import dev.gongrelay.PermanentException;
import dev.gongrelay.RelayConfig;
import dev.gongrelay.TransientException;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.QueueMessage;
import dev.gongrelay.event.RecordingReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends what could not be relayed where it belongs: back to its queue for later, or into the dead-letter queue. */
@Singleton
public class Redelivery {
    /** "A message can be invisible for 12 hours from its receipt" (Amazon SQS, "Visibility timeout"), and no longer. */
    private static final Duration MAX_INVISIBLE = Duration.ofHours(12);

    private final SqsClient sqs;
    private final Optional<String> queueUrl;
    private final Optional<String> deadLetterUrl;
    private final Backoff backoff;
    private final Duration longest;

    @Inject
    Redelivery(SqsClient sqs, RelayConfig config) {
        this(sqs, config, () -> ThreadLocalRandom.current().nextDouble());
    }

    Redelivery(SqsClient sqs, RelayConfig config, DoubleSupplier chance) {
        this.sqs = sqs;
        this.queueUrl = config.delivery().queueUrl();
        this.deadLetterUrl = config.delivery().deadLetterUrl();
        this.backoff = new Backoff(config.delivery().delay(), config.delivery().maxDelay(), chance);
        this.longest = MAX_INVISIBLE.minus(config.timeLimit());
    }

    /**
     * Has a message be seen again later; the caller also reports it as failed, else Lambda deletes it. Never fails: a
     * message that SQS can't be told about comes back all the same, only not when it should.
     *
     * @param retryAfter how long the far side asked to be left alone; empty for a wait that grows with the number of
     *     receipts. Cut at what SQS allows, 12 hours from the message's receipt
     */
    public GivenBack giveBack(QueueMessage message, Optional<Duration> retryAfter) {
        Duration delay = wholeSeconds(retryAfter.orElseGet(() -> backoff.after(message.receiveCount())));
        if (queueUrl.isEmpty()) {
            return new GivenBack(delay, "RELAY_DELIVERY_QUEUE_URL is not set");
        }
        try {
            sqs.changeMessageVisibility(request -> request.queueUrl(queueUrl.get())
                    .receiptHandle(message.receiptHandle())
                    .visibilityTimeout((int) delay.toSeconds()));
            return new GivenBack(delay, "");
        } catch (SdkException e) {
            return new GivenBack(delay, "SQS could not be told of the delay: " + e.getMessage());
        }
    }

    /**
     * Puts a delivery that can't be relayed into the dead-letter queue: its original text as the body, so that a redrive
     * to the queue works as it is, and the reason as attributes. Once a delivery is enough, whichever of its recordings
     * failed: relaying the others again does no harm.
     *
     * @param recording the recording that failed; empty when the event could not be read that far
     * @param requestId Lambda's id of this invocation, for finding its log
     * @return whether there is a dead-letter queue; if not, nothing was kept, and the delivery isn't done
     * @throws TransientException ({@link FailureCode#QUEUE_UNAVAILABLE}) if the queue did not take the message
     */
    public boolean deadLetter(
            Delivery delivery, PermanentException reason, Optional<RecordingReference> recording, String requestId) {
        if (deadLetterUrl.isEmpty()) {
            return false;
        }
        DeadLetterAttributes attributes = new DeadLetterAttributes(delivery.original());
        attributes.add("code", reason.code().toString());
        attributes.add("requestId", requestId);
        attributes.add("bucket", recording.map(RecordingReference::bucket).orElse(""));
        attributes.add("key", recording.map(RecordingReference::key).orElse(""));
        attributes.add("message", String.valueOf(reason.getMessage()));
        try {
            sqs.sendMessage(request -> request.queueUrl(deadLetterUrl.get())
                    .messageBody(delivery.original())
                    .messageAttributes(attributes.toMap()));
            return true;
        } catch (SdkException e) {
            throw new TransientException(
                    FailureCode.QUEUE_UNAVAILABLE,
                    "the dead-letter queue did not take the message: " + e.getMessage(),
                    e);
        }
    }

    /** Rounded up, and within what SQS takes. */
    private Duration wholeSeconds(Duration delay) {
        Duration cut = delay.compareTo(longest) > 0 ? longest : delay;
        return cut.isNegative()
                ? Duration.ZERO
                : Duration.ofSeconds(cut.plusNanos(999_999_999).toSeconds());
    }
}
