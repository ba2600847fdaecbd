package dev.gongrelay.redelivery;

import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.QueueMessage;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Backoff;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends a message that was not relayed where it belongs: back to its queue for later, or into the dead-letter queue.
 */
@Singleton
class Redelivery {
    /** "A message can be invisible for 12 hours from its receipt" (Amazon SQS, "Visibility timeout"), and no longer. */
    private static final Duration MAX_INVISIBLE = Duration.ofHours(12);

    private final SqsClient sqs;
    private final Optional<String> queueUrl;
    private final Optional<String> arrivalsUrl;
    private final Optional<String> deadLetterUrl;
    private final Backoff backoff;
    private final Duration longest;

    @Inject
    Redelivery(SqsClient sqs, RelayConfig config) {
        this(
                sqs,
                config,
                new Backoff(config.delivery().delay(), config.delivery().maxDelay()));
    }

    Redelivery(SqsClient sqs, RelayConfig config, Backoff backoff) {
        this.sqs = sqs;
        this.queueUrl = config.delivery().queueUrl();
        this.arrivalsUrl = config.arrivals().queueUrl();
        this.deadLetterUrl = config.delivery().deadLetterUrl();
        this.backoff = backoff;
        this.longest = MAX_INVISIBLE.minus(config.timeLimit());
    }

    /**
     * Returns a message to its queue for later; the caller also reports it as failed, else Lambda deletes it. Never
     * fails: a message whose visibility cannot be changed is received again when its queue's visibility timeout ends.
     *
     * @param retryAfter the delay that the remote side requested; empty for a delay that grows with the number of
     *     receipts. Cut to what SQS allows, 12 hours from the message's receipt
     * @return what was done, as the rest of a sentence about the message
     */
    String returnToQueue(QueueMessage message, Optional<Duration> retryAfter) {
        Duration delay = wholeSeconds(retryAfter.orElseGet(() -> backoff.after(message.receiveCount())));
        Optional<String> url =
                arrivalsUrl.filter(arrivals -> isOf(arrivals, message)).or(() -> queueUrl);
        if (url.isEmpty()) {
            return "is retried when its visibility timeout ends: RELAY_DELIVERY_QUEUE_URL is not set";
        }
        try {
            sqs.changeMessageVisibility(request -> request.queueUrl(url.get())
                    .receiptHandle(message.receiptHandle())
                    .visibilityTimeout((int) delay.toSeconds()));
            return "is retried in " + delay.toSeconds() + " s";
        } catch (SdkException | TransientException e) {
            return "is retried when its visibility timeout ends: SQS could not change it: " + e.getMessage();
        }
    }

    /** Whether a queue's URL ends with the name that the ARN of the message's queue ends with. */
    private static boolean isOf(String url, QueueMessage message) {
        String arn = message.queueArn();
        return !arn.isEmpty() && url.endsWith("/" + arn.substring(arn.lastIndexOf(':') + 1));
    }

    /**
     * Puts a delivery that can't be relayed into the dead-letter queue: its original text as the body, so that a
     * redrive to the queue works as it is, and the reason as attributes. Once a delivery is enough, whichever of its
     * recordings failed: relaying the others again does no harm.
     *
     * @param recording the recording that failed; empty when the event could not be read that far
     * @param requestId Lambda's id of this invocation, for finding its log; empty if it has none
     * @return whether there is a dead-letter queue and the text is no longer than a message may be; if not, nothing was
     *     kept, and the delivery isn't done
     * @throws TransientException ({@link FailureCode#QUEUE_UNAVAILABLE}, {@link FailureCode#QUEUE_DENIED}) if the queue
     *     did not take the message
     */
    boolean deadLetter(
            Delivery delivery, PermanentException reason, Optional<RecordingReference> recording, String requestId) {
        String body = delivery.original();
        if (deadLetterUrl.isEmpty() || DeadLetterAttributes.bytes(body) > DeadLetterAttributes.MAX_MESSAGE_BYTES) {
            return false;
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("code", reason.code().toString());
        values.put("message", reason.getMessage());
        values.put("requestId", requestId);
        reason.gongRequestId().ifPresent(id -> values.put("gongRequestId", id));
        recording.ifPresent(reference -> {
            values.put("bucket", reference.bucket());
            values.put("key", reference.key());
        });
        try {
            send(deadLetterUrl.get(), body, values);
            return true;
        } catch (SdkException e) {
            throw QueueExceptions.of(e);
        }
    }

    private void send(String url, String body, Map<String, String> values) {
        try {
            send(url, body, values, DeadLetterAttributes.MAX_MESSAGE_BYTES);
        } catch (SdkException e) {
            if (!QueueExceptions.isTooLarge(e)) {
                throw e;
            }
            send(url, body, values, DeadLetterAttributes.OLD_MAX_MESSAGE_BYTES);
        }
    }

    private void send(String url, String body, Map<String, String> values, int maxMessageBytes) {
        DeadLetterAttributes attributes = new DeadLetterAttributes(body, maxMessageBytes);
        values.forEach(attributes::add);
        sqs.sendMessage(request -> request.queueUrl(url).messageBody(body).messageAttributes(attributes.toMap()));
    }

    /** Rounded up, and within what SQS takes. */
    private Duration wholeSeconds(Duration delay) {
        Duration cut = delay.compareTo(longest) > 0 ? longest : delay;
        return cut.isNegative()
                ? Duration.ZERO
                : Duration.ofSeconds(cut.plusNanos(999_999_999).toSeconds());
    }
}
