package dev.gongrelay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.Envelope;
import dev.gongrelay.event.Envelopes;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.telemetry.RelayMetrics;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The Lambda entry: takes an event, has each recording relayed, and answers. The one place that logs and counts. */
@Startup
@Singleton
public class RelayHandler implements RequestHandler<JsonNode, @Nullable Object> {
    private static final Logger LOG = Logger.getLogger(RelayHandler.class);

    /** Whatever meets one recording with these meets every other one too. */
    private static final Set<FailureCode> ALL_ALIKE =
            EnumSet.of(FailureCode.GONG_UNAUTHORIZED, FailureCode.SOURCE_DENIED);

    /** The field of every log line that names the invocation, as Quarkus's own poll loop calls it. */
    private static final String INVOCATION = "AWSRequestId";

    private final Envelopes envelopes;
    private final Relay relay;
    private final Settlement settlement;
    private final OutcomeLog outcomeLog;
    private final RelayMetrics metrics;
    private final TimeLeft timeLeft;

    RelayHandler(
            Envelopes envelopes,
            Relay relay,
            Receipts receipts,
            Settlement settlement,
            RelayMetrics metrics,
            TimeLeft timeLeft) {
        this.envelopes = envelopes;
        this.relay = relay;
        this.settlement = settlement;
        this.outcomeLog = new OutcomeLog(LOG);
        this.metrics = metrics;
        this.timeLeft = timeLeft;
        if (!receipts.areKept()) {
            LOG.warn("RELAY_RECEIPTS_BUCKET is not set: no receipts are kept, Gong alone tells repeats");
        }
    }

    /**
     * Relays what an event announces.
     *
     * @return the answer that the event's sender expects; null for most
     * @throws RuntimeException when the event can't be read, or its sender understands no other answer to a failure
     */
    @Override
    public @Nullable Object handleRequest(JsonNode event, Context context) {
        String invocationId = String.valueOf(context.getAwsRequestId());
        MDC.put(INVOCATION, invocationId);
        try {
            timeLeft.begin(context.getRemainingTimeInMillis());
            return answer(envelopes.open(event), invocationId);
        } catch (Error e) {
            // An Error would end the poll loop without a word, and the function would hang to its time limit.
            throw new IllegalStateException("The relay failed: " + e, e);
        } finally {
            MDC.remove(INVOCATION);
        }
    }

    private @Nullable Object answer(Envelope envelope, String invocationId) {
        List<Answer> answers = new ArrayList<>();
        Optional<RelayException> obstacle = Optional.empty();
        for (Delivery delivery : envelope.deliveries()) {
            List<Settlement.Failure> failures = new ArrayList<>();
            for (PermanentException defect : delivery.defects()) {
                outcomeLog.write(defect);
                failures.add(new Settlement.Failure(Optional.empty(), defect));
            }
            for (RecordingReference reference : delivery.references()) {
                Report report = obstacle.isPresent() ? new Report(reference).failed(obstacle.get()) : relay(reference);
                note(report);
                obstacle = obstacle.or(() -> report.failure().filter(failure -> ALL_ALIKE.contains(failure.code())));
                report.failure()
                        .ifPresent(reason -> failures.add(new Settlement.Failure(Optional.of(reference), reason)));
            }
            Settlement.Settled settled =
                    settlement.settle(delivery, failures, envelope.keepsRejections(), invocationId);
            if (!settled.note().isEmpty()) {
                LOG.warnf("%s: %s", name(delivery), settled.note());
            }
            answers.add(settled.answer());
        }
        return envelope.reply(answers);
    }

    private static String name(Delivery delivery) {
        return delivery.id().isEmpty() ? "The event" : "Message " + delivery.id();
    }

    private Report relay(RecordingReference reference) {
        if (timeLeft.untilMargin().isZero()) {
            return new Report(reference)
                    .failed(new TransientException(
                            FailureCode.TIME_UP, "No time was left to begin with " + reference, null));
        }
        return relay.relay(reference);
    }

    private void note(Report report) {
        outcomeLog.write(report);
        if (report.outcome() != Outcome.SKIPPED) {
            metrics.record(report.measurement(timeLeft.untilMargin()));
        }
    }
}
