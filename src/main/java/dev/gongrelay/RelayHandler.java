package dev.gongrelay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.arrival.Arrivals;
import dev.gongrelay.check.Checks;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.Answer;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.event.Envelope;
import dev.gongrelay.event.Envelopes;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.redelivery.Failures;
import dev.gongrelay.redelivery.Settlement;
import dev.gongrelay.telemetry.LogFields;
import dev.gongrelay.telemetry.Outcome;
import dev.gongrelay.telemetry.OutcomeLog;
import dev.gongrelay.telemetry.RelayMetrics;
import dev.gongrelay.telemetry.RelayReport;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Handles Lambda's events: has each recording relayed, and answers the sender. */
@Startup
@Singleton
public class RelayHandler implements RequestStreamHandler {
    private static final Logger LOG = Logger.getLogger(RelayHandler.class);

    private final ObjectMapper json;
    private final Envelopes envelopes;
    private final Checks checks;
    private final Relay relay;
    private final Arrivals arrivals;
    private final Settlement settlement;
    private final OutcomeLog outcomeLog;
    private final RelayMetrics metrics;
    private final TlsEngine tls;
    private final Deadline deadline;
    private final NanoClock clock;

    RelayHandler(
            ObjectMapper json,
            Envelopes envelopes,
            Checks checks,
            Relay relay,
            Receipts receipts,
            Arrivals arrivals,
            Settlement settlement,
            OutcomeLog outcomeLog,
            RelayMetrics metrics,
            TlsEngine tls,
            Deadline deadline,
            NanoClock clock) {
        this.json = json;
        this.envelopes = envelopes;
        this.checks = checks;
        this.relay = relay;
        this.arrivals = arrivals;
        this.settlement = settlement;
        this.outcomeLog = outcomeLog;
        this.metrics = metrics;
        this.tls = tls;
        this.deadline = deadline;
        this.clock = clock;
        if (!receipts.areKept()) {
            LOG.warn("RELAY_RECEIPTS_BUCKET is not set: no receipts are kept, only Gong can detect duplicates");
        }
    }

    /**
     * Relays the recordings that an event announces, or answers the question that it asks. Writes the JSON that the
     * sender expects, {@code null} for most.
     *
     * @throws RuntimeException if the event can't be read, or if this is how the sender learns of a failure
     */
    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        String invocationId = Objects.requireNonNullElse(context.getAwsRequestId(), "");
        MDC.put(LogFields.INVOCATION, invocationId);
        try {
            deadline.begin(context.getRemainingTimeInMillis());
            tls.ready();
            Envelope envelope = envelopes.open(event);
            Object reply = envelope.question().isPresent()
                    ? checks.answer(envelope.question().get())
                    : answer(envelope, invocationId);
            json.writeValue(answer, reply);
        } catch (Error e) {
            // An Error would end the poll loop silently, and the function would hang until its time limit.
            throw new IllegalStateException(RelayException.cut("The relay failed: " + e), e);
        } finally {
            MDC.remove(LogFields.INVOCATION);
        }
    }

    private @Nullable Object answer(Envelope envelope, String invocationId) {
        List<Delivery> arrived = envelope.deliveries().stream()
                .filter(delivery -> delivery.arrival().isPresent())
                .toList();
        List<Answer> answers = new ArrayList<>(arrivals.settle(arrived, invocationId));
        Turns turns = new Turns(envelope.announcedAgain());
        for (Delivery delivery : envelope.deliveries()) {
            if (delivery.arrival().isEmpty()) {
                Failures failures = relay(delivery, turns);
                answers.add(settlement.settle(delivery, failures, envelope.keepsRejections(), invocationId));
                failures.trouble().ifPresent(this::note);
            }
        }
        return envelope.reply(answers);
    }

    /** Relays the recordings that a delivery announces. Returns what failed. */
    private Failures relay(Delivery delivery, Turns turns) {
        Failures failures = settlement.begin();
        for (PermanentException defect : delivery.defects()) {
            RelayReport report = RelayReport.ofDefect(defect, clock);
            outcomeLog.write(report);
            failures.add(report);
        }
        for (RecordingReference reference : delivery.references()) {
            RelayReport report = turns.take(reference, delivery.announcement());
            note(report);
            failures.add(report);
            report.trouble().ifPresent(trouble -> {
                note(trouble);
                failures.add(trouble);
            });
        }
        return failures;
    }

    private void note(RelayReport report) {
        outcomeLog.write(report);
        if (report.outcome() != Outcome.SKIPPED || report.skipReason().isPresent()) {
            metrics.record(report, deadline.timeLeft());
        }
    }

    /** The turns of one event's recordings: each has one turn, however often the event announces it. */
    private final class Turns {
        private final Set<RecordingReference> announcedAgain;
        private final Map<RecordingReference, RelayReport> taken = new HashMap<>();
        /** A failure that every other recording would meet, too, so no more are tried. */
        private @Nullable RelayException obstacle;

        Turns(Set<RecordingReference> announcedAgain) {
            this.announcedAgain = announcedAgain;
        }

        RelayReport take(RecordingReference reference, Announcement announcement) {
            RelayReport before = taken.get(reference);
            if (before != null) {
                return before.again();
            }
            RelayReport report = obstacle == null
                    ? relay.relay(reference, announcement)
                    : RelayReport.of(reference, clock).failed(obstacle);
            report.failure().filter(RelayException::meetsEveryRecording).ifPresent(failure -> obstacle = failure);
            if (announcedAgain.contains(reference)) {
                taken.put(reference, report);
            }
            return report;
        }
    }
}
