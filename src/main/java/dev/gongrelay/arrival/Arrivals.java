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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the calls of relayed recordings appeared in Gong: with one question for all that are due. Notes each
 * answer in the recording's receipt.
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
    private final UncheckedWarning uncheckedWarning;

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
        this.uncheckedWarning = new UncheckedWarning(receiptsBucket, clock);
    }

    /**
     * Asks Gong for the calls that these deliveries are about, and settles each delivery. None of it is a failure: a
     * call that Gong does not list yet, and one that could not be looked up, is asked for again later.
     *
     * @param deliveries each with an {@linkplain Delivery#arrival arrival}
     * @param invocationId Lambda's ID of this invocation; empty if it has none
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
                withoutAsking(call).ifPresentOrElse(answers::add, () -> due.add(call));
            } catch (RelayException e) {
                answers.add(warnAndRetry(new AwaitedCall(delivery, notice, null), e));
            }
        }
        for (int from = 0; from < due.size(); from += Gong.LONGEST_LIST) {
            List<AwaitedCall> some = due.subList(from, Math.min(due.size(), from + Gong.LONGEST_LIST));
            answers.addAll(ask(some, invocationId));
        }
        return answers;
    }

    /** The answer for a call that is confirmed already, or that it is too early to ask for. */
    private Optional<Answer> withoutAsking(AwaitedCall call) {
        if (call.isConfirmed()) {
            return Optional.of(settlement.done(call.delivery()));
        }
        Duration early = patience.untilFirst(call.age(clock.instant()));
        return early.isNegative() || early.isZero()
                ? Optional.empty()
                : Optional.of(settlement.postpone(call.delivery(), early, "It is too early to ask Gong"));
    }

    private List<Answer> ask(List<AwaitedCall> calls, String invocationId) {
        Set<String> callIds = calls.stream().map(AwaitedCall::callId).collect(Collectors.toSet());
        try {
            deadline.require("to ask Gong for " + callIds.size() + " calls");
            Map<String, ListedCall> listed = gong.listCalls(callIds);
            return settleEach(calls, call -> listedOrNot(call, listed.get(call.callId()), invocationId));
        } catch (RelayException e) {
            if (e.code() == FailureCode.GONG_FORBIDDEN) {
                uncheckedWarning.warn(e);
                return settleEach(calls, call -> ended(call, Arrival.UNCHECKED, null));
            }
            LOG.warn(RelayException.cut(
                    callIds.size() + " calls are looked up again later: " + e.code() + ", " + e.getMessage()));
            return calls.stream().map(call -> retry(call, e)).toList();
        }
    }

    private List<Answer> settleEach(List<AwaitedCall> calls, Function<AwaitedCall, Answer> settlingOne) {
        List<Answer> answers = new ArrayList<>();
        for (AwaitedCall call : calls) {
            try {
                answers.add(settlingOne.apply(call));
            } catch (RelayException e) {
                answers.add(warnAndRetry(call, e));
            }
        }
        return answers;
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

    /** Notes it before the dead letter is sent: if that fails, the message is delivered again. */
    private Answer discarded(AwaitedCall call, Duration age, String invocationId) {
        PermanentException reason = new PermanentException(
                FailureCode.GONG_DISCARDED,
                "Gong accepted " + call.notice().recording() + " as call " + call.callId() + " " + age.toMinutes()
                        + " minutes ago, but does not list it: it was too short or silent, or somebody deleted it");
        call.note(Arrival.DISCARDED, clock.instant(), null);
        Failures failures = settlement.begin();
        failures.add(RelayReport.of(call.notice().recording(), nanoClock).failed(reason));
        Answer answer = settlement.settle(call.delivery(), failures, false, invocationId);
        failures.trouble().ifPresentOrElse(outcomeLog::write, () -> report(call, Arrival.DISCARDED, reason));
        return answer;
    }

    private Answer warnAndRetry(AwaitedCall call, RelayException failure) {
        LOG.warn(RelayException.cut(call.notice().recording() + ": call " + call.callId()
                + " is looked up again later: " + failure.code() + ", " + failure.getMessage()));
        return retry(call, failure);
    }

    private Answer retry(AwaitedCall call, RelayException failure) {
        report(call, Arrival.AWAITED, failure);
        Duration wait = patience.untilNext(call.age(clock.instant()));
        if (failure.code().kind() == FailureCode.Kind.CONFIGURATION) {
            wait = slowDelay;
        } else if (failure instanceof TransientException passing) {
            wait = passing.retryAfter().orElse(wait);
        }
        return settlement.postpone(call.delivery(), wait, failure.getMessage());
    }

    private void report(AwaitedCall call, Arrival arrival, @Nullable RelayException failure) {
        ArrivalReport report = call.report(arrival, clock.instant(), failure);
        outcomeLog.write(report);
        metrics.record(report);
    }
}
