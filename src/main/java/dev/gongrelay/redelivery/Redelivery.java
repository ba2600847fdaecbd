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

/** Returns a message that was not relayed to its queue, or sends it to the dead-letter queue. */
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
     * Returns a message to its queue for later. The caller also has to report it as failed, or Lambda deletes it. Never
     * fails: if SQS does, the message is received again when its visibility timeout ends.
     *
     * @param retryAfter the delay that the remote side requested, cut to SQS's 12 hours; empty for one that grows with
     *     the number of receives
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

    /** Whether a message comes from the queue with this URL, by the name at the end of its queue's ARN. */
    private static boolean isOf(String url, QueueMessage message) {
        String arn = message.queueArn();
        return !arn.isEmpty() && url.endsWith("/" + arn.substring(arn.lastIndexOf(':') + 1));
    }

    /**
     * Sends a delivery to the dead-letter queue, with its original text as the body, so that it can be redriven, and the
     * reason as attributes. Sends one message however many of the recordings failed: relaying the others again does no
     * harm.
     *
     * @param recording the recording that failed; empty if the event could not be read that far
     * @param requestId Lambda's ID of this invocation; empty if it has none
     * @return false if nothing was sent: there is no dead-letter queue, or the text is longer than a message may be
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
            throw QueueExceptions.of(e, "The dead-letter queue did not take the message");
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

    /** Rounded up, and within SQS's limits. */
    private Duration wholeSeconds(Duration delay) {
        Duration cut = delay.compareTo(longest) > 0 ? longest : delay;
        return cut.isNegative()
                ? Duration.ZERO
                : Duration.ofSeconds(cut.plusNanos(999_999_999).toSeconds());
    }
}
