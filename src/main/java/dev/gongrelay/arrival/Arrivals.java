package dev.gongrelay.arrival;

import dev.gongrelay.event.Answer;
import dev.gongrelay.event.ArrivalNotice;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.ListedCall;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.redelivery.Failures;
import dev.gongrelay.redelivery.Settlement;
import dev.gongrelay.redelivery.Settlement.Settled;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.ReceiptsBucket;
import dev.gongrelay.telemetry.ArrivalReport;
import dev.gongrelay.telemetry.OutcomeLog;
import dev.gongrelay.telemetry.RelayMetrics;
import dev.gongrelay.telemetry.RelayReport;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the calls of relayed recordings appeared in Gong: one question for all that are due, and each
 * answer noted in its recording's receipt.
 */
@Singleton
public class Arrivals {
    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final Receipts receipts;
    private final Gong gong;
    private final Settlement settlement;
    private final OutcomeLog outcomeLog;
    private final RelayMetrics metrics;
    private final Deadline deadline;
    private final Clock clock;
    private final NanoClock nanoClock;
    private final Patience patience;
    private final Duration slowDelay;
    private final Unchecked unchecked;

    Arrivals(
            Receipts receipts,
            ReceiptsBucket receiptsBucket,
            Gong gong,
            Settlement settlement,
            OutcomeLog outcomeLog,
            RelayMetrics metrics,
            Deadline deadline,
            Clock clock,
            NanoClock nanoClock,
            RelayConfig config) {
        this.receipts = receipts;
        this.gong = gong;
        this.settlement = settlement;
        this.outcomeLog = outcomeLog;
        this.metrics = metrics;
        this.deadline = deadline;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.patience =
                new Patience(config.arrivals().delay(), config.arrivals().patience());
        this.slowDelay = config.delivery().maxDelay();
        this.unchecked = new Unchecked(receiptsBucket, clock);
    }

    /**
     * Asks Gong for the calls that these deliveries are about, and settles each. A call that is not listed yet is asked
     * for again later, as is any that could not be asked for; none of it is a failure.
     *
     * @param deliveries each with an {@linkplain Delivery#arrival arrival}
     * @param invocationId Lambda's id of this invocation; empty if it has none
     */
    public List<Answer> settle(List<Delivery> deliveries, String invocationId) {
        List<Answer> answers = new ArrayList<>();
        List<AwaitedCall> due = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            ArrivalNotice notice = delivery.arrival().orElseThrow();
            try {
                deadline.require("to look for the call of " + notice.recording());
                AwaitedCall call = new AwaitedCall(
                        delivery, notice, receipts.relayed(notice.recording()).orElse(null));
                beforeAsking(call).ifPresentOrElse(answers::add, () -> due.add(call));
            } catch (RelayException e) {
                LOG.warn(RelayException.cut(notice.recording() + ": call " + notice.callId()
                        + " was not asked for, which is tried again: " + e.code() + ", " + e.getMessage()));
                answers.add(failed(new AwaitedCall(delivery, notice, null), e));
            }
        }
        for (int from = 0; from < due.size(); from += Gong.LONGEST_LIST) {
            List<AwaitedCall> some = due.subList(from, Math.min(due.size(), from + Gong.LONGEST_LIST));
            answers.addAll(ask(some, invocationId));
        }
        return answers;
    }

    /** The answer to what needs no question: it is known already, or it is too early to ask. */
    private Optional<Answer> beforeAsking(AwaitedCall call) {
        if (call.isConfirmed()) {
            return Optional.of(settlement.done(call.delivery()));
        }
        Duration early = patience.untilFirst(call.age(clock.instant()));
        return early.isNegative() || early.isZero()
                ? Optional.empty()
                : Optional.of(settlement.postpone(call.delivery(), early, "it is too early to ask Gong"));
    }

    private List<Answer> ask(List<AwaitedCall> calls, String invocationId) {
        Collection<String> callIds = calls.stream().map(AwaitedCall::callId).collect(Collectors.toSet());
        Function<AwaitedCall, Answer> settle;
        try {
            deadline.require("to ask Gong for " + callIds.size() + " calls");
            Map<String, ListedCall> listed = gong.listCalls(callIds).stream()
                    .collect(Collectors.toMap(ListedCall::callId, Function.identity(), (first, second) -> first));
            settle = call -> listedOrNot(call, listed.get(call.callId()), invocationId);
        } catch (RelayException e) {
            if (e.code() == FailureCode.GONG_FORBIDDEN) {
                unchecked.warn(e);
                settle = call -> ended(call, Arrival.UNCHECKED, null);
            } else {
                LOG.warn(RelayException.cut("Gong was not asked for " + callIds.size()
                        + " calls, which is tried again: " + e.code() + ", " + e.getMessage()));
                settle = call -> failed(call, e);
            }
        }
        return calls.stream().map(noting(settle)).toList();
    }

    /** What can't be noted is asked for again. */
    private Function<AwaitedCall, Answer> noting(Function<AwaitedCall, Answer> settle) {
        return call -> {
            try {
                return settle.apply(call);
            } catch (RelayException e) {
                LOG.warn(RelayException.cut(call.notice().recording() + ": what became of call " + call.callId()
                        + " was not noted, which is tried again: " + e.code() + ", " + e.getMessage()));
                return failed(call, e);
            }
        };
    }

    private Answer listedOrNot(AwaitedCall call, @Nullable ListedCall listed, String invocationId) {
        if (listed != null) {
            return ended(call, Arrival.CONFIRMED, listed.durationSeconds());
        }
        Duration age = call.age(clock.instant());
        if (patience.isOver(age)) {
            return discarded(call, age, invocationId);
        }
        report(call, Arrival.AWAITED, null);
        return settlement.postpone(
                call.delivery(), patience.untilNext(age), "Gong does not list call " + call.callId() + " yet");
    }

    private Answer ended(AwaitedCall call, Arrival arrival, @Nullable Long durationSeconds) {
        if (call.note(arrival, clock.instant(), durationSeconds)) {
            report(call, arrival, null);
        }
        return settlement.done(call.delivery());
    }

    /** Noted first: whatever comes in between, the message is delivered again until its dead letter is kept. */
    private Answer discarded(AwaitedCall call, Duration age, String invocationId) {
        PermanentException reason = new PermanentException(
                FailureCode.GONG_DISCARDED,
                "Gong took " + call.notice().recording() + " as call " + call.callId() + " " + age.toMinutes()
                        + " minutes ago, but does not list it: it was too short or silent, or somebody deleted it");
        call.note(Arrival.DISCARDED, clock.instant(), null);
        RelayReport rejected =
                RelayReport.of(call.notice().recording(), nanoClock).failed(reason);
        Failures failures = settlement.begin();
        failures.add(rejected);
        Settled settled = settlement.settle(call.delivery(), failures, false, invocationId);
        settled.trouble().ifPresentOrElse(outcomeLog::write, () -> report(call, Arrival.DISCARDED, reason));
        return settled.answer();
    }

    private Answer failed(AwaitedCall call, RelayException failure) {
        report(call, Arrival.AWAITED, failure);
        Duration growing = patience.untilNext(call.age(clock.instant()));
        Duration wait = failure.code().kind() == FailureCode.Kind.CONFIGURATION
                ? slowDelay
                : failure instanceof TransientException passing
                        ? passing.retryAfter().orElse(growing)
                        : growing;
        return settlement.postpone(call.delivery(), wait, RelayException.cut(String.valueOf(failure.getMessage())));
    }

    private void report(AwaitedCall call, Arrival arrival, @Nullable RelayException failure) {
        Instant now = clock.instant();
        ArrivalReport report = call.report(arrival, now, failure);
        outcomeLog.write(report);
        metrics.record(report);
    }
}
