package dev.gongrelay.redelivery;

import dev.gongrelay.event.Answer;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.failure.FailureCode.Kind;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.telemetry.RelayReport;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What happens to a delivery once each of its recordings was tried: it is done; or returned for later, if one of them may
 * still succeed; or else put into the dead-letter queue.
 */
@Singleton
public class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final Redelivery redelivery;
    private final Duration slowDelay;

    Settlement(Redelivery redelivery, RelayConfig config) {
        this.redelivery = redelivery;
        this.slowDelay = config.delivery().maxDelay();
    }

    /**
     * Settles a delivery.
     *
     * @param reports of its recordings and of what in it could not be read
     * @param senderKeepsRejections whether the sender lists what is rejected, so that no dead letter is needed
     * @param invocationId Lambda's id of this invocation
     * @return the answer for the sender
     */
    public Answer settle(
            Delivery delivery, List<RelayReport> reports, boolean senderKeepsRejections, String invocationId) {
        List<RelayReport> failed =
                reports.stream().filter(report -> report.failure().isPresent()).toList();
        if (failed.isEmpty()) {
            return new Answer(delivery, Verdict.DONE, "relayed");
        }
        String text = failed.stream().map(Settlement::text).collect(Collectors.joining("; "));
        Optional<TransientException> passing = failed.stream()
                .flatMap(report -> report.failure().stream())
                .filter(TransientException.class::isInstance)
                .map(TransientException.class::cast)
                .findFirst();
        if (passing.isPresent()) {
            return returned(delivery, passing.get(), text);
        }
        return senderKeepsRejections
                ? answer(delivery, Verdict.REJECTED, text, "")
                : deadLetter(delivery, failed.get(0), text, invocationId);
    }

    private Answer returned(Delivery delivery, TransientException reason, String text) {
        Optional<Duration> wait =
                reason.code().kind() == Kind.CONFIGURATION ? Optional.of(slowDelay) : reason.retryAfter();
        String note = delivery.message()
                .map(message -> redelivery.returnToQueue(message, wait))
                .orElse("");
        return answer(delivery, Verdict.RETRY, text, note);
    }

    private Answer deadLetter(Delivery delivery, RelayReport failed, String text, String invocationId) {
        PermanentException reason = (PermanentException) failed.failure().orElseThrow();
        try {
            return redelivery.deadLetter(delivery, reason, failed.reference(), invocationId)
                    ? answer(delivery, Verdict.DONE, text, "was put into the dead-letter queue")
                    : answer(delivery, Verdict.REJECTED, text, "");
        } catch (TransientException e) {
            return answer(delivery, Verdict.RETRY, text, e.getMessage());
        }
    }

    private static String text(RelayReport report) {
        RelayException reason = report.failure().orElseThrow();
        return reason.code() + ": " + reason.getMessage();
    }

    /** @param note what was done with the delivery; empty if there is nothing to tell */
    private static Answer answer(Delivery delivery, Verdict verdict, String text, String note) {
        if (note.isEmpty()) {
            return new Answer(delivery, verdict, text);
        }
        LOG.warnf("%s %s", delivery.id().isEmpty() ? "The event" : "Message " + delivery.id(), note);
        return new Answer(delivery, verdict, text + "; " + note);
    }
}
