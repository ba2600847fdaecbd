package dev.gongrelay;

import dev.gongrelay.delivery.GivenBack;
import dev.gongrelay.delivery.Redelivery;
import dev.gongrelay.event.Answer;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.RecordingReference;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happens to a delivery once each of its recordings was tried: done; given back for later when one of them may
 * still make it; else put into the dead-letter queue.
 */
@Singleton
class Settlement {
    /** These are the configuration's fault, not the recording's: there is no hurry until somebody mends it. */
    private static final Set<FailureCode> SLOW = EnumSet.of(FailureCode.GONG_UNAUTHORIZED, FailureCode.SOURCE_DENIED);

    private final Redelivery redelivery;
    private final Duration slowDelay;

    Settlement(Redelivery redelivery, RelayConfig config) {
        this.redelivery = redelivery;
        this.slowDelay = config.delivery().maxDelay();
    }

    /**
     * Settles a delivery.
     *
     * @param failures of its recordings and of what in it could not be read; none when all went well
     * @param senderKeepsRejections whether the sender lists what is rejected, so that no dead letter is needed
     * @param invocationId Lambda's id of this invocation
     */
    Settled settle(Delivery delivery, List<Failure> failures, boolean senderKeepsRejections, String invocationId) {
        String text = failures.stream().map(Failure::text).collect(Collectors.joining("; "));
        Optional<TransientException> passing = failures.stream()
                .map(Failure::reason)
                .filter(TransientException.class::isInstance)
                .map(TransientException.class::cast)
                .findFirst();
        if (passing.isPresent()) {
            return giveBack(delivery, passing.get(), text);
        }
        if (failures.isEmpty()) {
            return Settled.of(delivery, Verdict.DONE, "relayed", "");
        }
        return senderKeepsRejections
                ? Settled.of(delivery, Verdict.REJECTED, text, "")
                : deadLetter(delivery, failures.get(0), text, invocationId);
    }

    private Settled giveBack(Delivery delivery, TransientException reason, String text) {
        Optional<Duration> wait = SLOW.contains(reason.code()) ? Optional.of(slowDelay) : reason.retryAfter();
        String note = delivery.message()
                .map(message -> redelivery.giveBack(message, wait))
                .map(Settlement::note)
                .orElse("");
        return Settled.of(delivery, Verdict.RETRY, text, note);
    }

    private static String note(GivenBack givenBack) {
        return givenBack.told()
                ? "comes back in " + givenBack.delay().toSeconds() + " s"
                : "comes back when its visibility time-out ends: " + givenBack.problem();
    }

    private Settled deadLetter(Delivery delivery, Failure failure, String text, String invocationId) {
        try {
            boolean kept = redelivery.deadLetter(
                    delivery, (PermanentException) failure.reason(), failure.recording(), invocationId);
            return kept
                    ? Settled.of(delivery, Verdict.DONE, text, "was put into the dead-letter queue")
                    : Settled.of(delivery, Verdict.REJECTED, text, "");
        } catch (TransientException e) {
            return Settled.of(delivery, Verdict.RETRY, text, String.valueOf(e.getMessage()));
        }
    }

    /** @param note what was done with the delivery, for the log; empty when there is nothing to tell */
    record Settled(Answer answer, String note) {
        private static Settled of(Delivery delivery, Verdict verdict, String text, String note) {
            return new Settled(new Answer(delivery, verdict, note.isEmpty() ? text : text + "; " + note), note);
        }
    }

    /** @param recording that failed; empty when the event could not be read that far */
    record Failure(Optional<RecordingReference> recording, RelayException reason) {
        String text() {
            return reason.code() + ": " + reason.getMessage();
        }
    }
}
