package dev.gongrelay.arrival;

import dev.gongrelay.event.ArrivalNotice;
import dev.gongrelay.event.Envelopes;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.redelivery.QueueExceptions;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queue in which relayed recordings wait until Gong lists their calls. */
@Singleton
public class ArrivalsQueue {
    /** Amazon SQS, "Amazon SQS message timers": 15 minutes. A message received too early goes on waiting, invisible. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private final SqsClient sqs;
    private final Envelopes envelopes;
    private final Clock clock;
    private final Optional<String> url;
    private final int delaySeconds;

    ArrivalsQueue(SqsClient sqs, Envelopes envelopes, RelayConfig config, Clock clock) {
        this.sqs = sqs;
        this.envelopes = envelopes;
        this.clock = clock;
        this.url = config.arrivals().queueUrl();
        this.delaySeconds = (int) Math.min(config.arrivals().delay().toSeconds(), LONGEST_DELAY.toSeconds());
    }

    /**
     * Sends a message that has Gong asked for a relayed recording's call later, if there is a queue for that. May be
     * called again: an extra message does no harm.
     *
     * @param callId the call that has the media
     * @return why the queue did not take the message; empty if it did, or if there is no queue. The receipt says that
     *     the call is awaited, so the next delivery of the recording's event sends the message
     */
    public Optional<TransientException> await(RecordingReference recording, String callId) {
        return url.flatMap(queue -> send(queue, new ArrivalNotice(recording, callId, clock.instant())));
    }

    private Optional<TransientException> send(String queue, ArrivalNotice notice) {
        try {
            sqs.sendMessage(request ->
                    request.queueUrl(queue).messageBody(envelopes.text(notice)).delaySeconds(delaySeconds));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(QueueExceptions.of(
                    e,
                    "Call " + notice.callId() + " has " + notice.recording()
                            + ", but the arrivals queue did not take the message"));
        } catch (TransientException e) {
            return Optional.of(e);
        }
    }
}
