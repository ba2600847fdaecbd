package dev.gongrelay.redelivery;

import dev.gongrelay.event.Answer;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.telemetry.LogFields;
import dev.gongrelay.telemetry.RelayReport;
import dev.gongrelay.time.Deadline;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Settles a delivery once each of its recordings was tried. If nothing failed, it is done. If a failure may pass, it is
 * returned to the queue. Otherwise, it is sent to the dead-letter queue.
 */
@Singleton
public class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final Redelivery redelivery;
    private final Deadline deadline;
    private final Duration slowDelay;

    Settlement(Redelivery redelivery, Deadline deadline, RelayConfig config) {
        this.redelivery = redelivery;
        this.deadline = deadline;
        this.slowDelay = config.delivery().maxDelay();
    }

    /** Begins to collect what fails of a delivery. */
    public Failures begin() {
        return new Failures(slowDelay);
    }

    /**
     * Settles a delivery.
     *
     * @param failures of its recordings and of what in it could not be read
     * @param senderKeepsRejections whether the sender lists what is rejected, so that no dead letter is needed
     * @param invocationId Lambda's ID of this invocation; empty if it has none
     */
    public Answer settle(Delivery delivery, Failures failures, boolean senderKeepsRejections, String invocationId) {
        if (failures.isEmpty()) {
            return answer(delivery, Verdict.DONE, "relayed");
        }
        if (failures.mayPass()) {
            return retry(delivery, failures);
        }
        return senderKeepsRejections
                ? answer(delivery, Verdict.REJECTED, failures.text())
                : deadLetter(delivery, failures, invocationId);
    }

    /**
     * Returns a delivery to its queue although nothing failed.
     *
     * @param text why, for a sender that shows it
     */
    public Answer postpone(Delivery delivery, Duration delay, String text) {
        if (!deadline.tidyingShare().isZero()) {
            delivery.message()
                    .ifPresent(message ->
                            LOG.debug(line(delivery, redelivery.returnToQueue(message, Optional.of(delay)))));
        }
        return answer(delivery, Verdict.RETRY, text);
    }

    /** Ends a delivery that needs nothing more. */
    public Answer done(Delivery delivery) {
        return answer(delivery, Verdict.DONE, "");
    }

    private Answer deadLetter(Delivery delivery, Failures failures, String invocationId) {
        RelayReport rejected = failures.rejected().orElseThrow();
        PermanentException reason = (PermanentException) rejected.failure().orElseThrow();
        try {
            boolean kept = redelivery.deadLetter(delivery, reason, rejected.reference(), invocationId);
            if (kept) {
                log(delivery, "was sent to the dead-letter queue");
            }
            return answer(delivery, kept ? Verdict.DONE : Verdict.REJECTED, failures.text());
        } catch (TransientException e) {
            failures.addTrouble(rejected.instead(e));
            return retry(delivery, failures);
        }
    }

    /** If no time is left to call SQS, the message is retried when its visibility timeout ends. */
    private Answer retry(Delivery delivery, Failures failures) {
        if (!deadline.tidyingShare().isZero()) {
            delivery.message()
                    .ifPresent(message -> log(delivery, redelivery.returnToQueue(message, failures.retryAfter())));
        }
        return answer(delivery, Verdict.RETRY, failures.text());
    }

    private static Answer answer(Delivery delivery, Verdict verdict, String text) {
        return new Answer(delivery, verdict, delivery.message().isPresent() ? "" : text);
    }

    /** Logs with the fields of the outcome's line, so that a search for the recording finds both. */
    private static void log(Delivery delivery, String whatWasDone) {
        Map<String, Object> fields = delivery.references().stream()
                .findFirst()
                .<Map<String, Object>>map(reference -> Map.of("bucket", reference.bucket(), "key", reference.key()))
                .orElse(Map.of());
        LogFields.with(fields, () -> LOG.warn(line(delivery, whatWasDone)));
    }

    /** Names the delivery and what it announces. */
    private static String line(Delivery delivery, String whatWasDone) {
        List<RecordingReference> references = delivery.references();
        String others = references.size() > 1 ? " and " + (references.size() - 1) + " more" : "";
        String recordings = references.isEmpty() ? "" : " (" + references.get(0) + others + ")";
        String name = delivery.id().isEmpty() ? "The event" : "Message " + RelayException.cut(delivery.id(), 100);
        return RelayException.cut(name + recordings + " " + whatWasDone);
    }
}
