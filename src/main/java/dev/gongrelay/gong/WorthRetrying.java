package dev.gongrelay.gong;

import dev.gongrelay.FailureCode;
import dev.gongrelay.RelayException;
import dev.gongrelay.TimeLeft;
import dev.gongrelay.TransientException;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Whether another attempt within this invocation may do better: the failure passes by itself, soon, and what the far
 * side asks to wait fits into the time left.
 */
@RegisterForReflection
public final class WorthRetrying implements Predicate<Throwable> {
    private static final Set<FailureCode> NOT_SOON = EnumSet.of(
            FailureCode.GONG_UNAUTHORIZED, FailureCode.SOURCE_DENIED, FailureCode.TIME_UP, FailureCode.INTERNAL);

    @Override
    public boolean test(Throwable failure) {
        if (failure instanceof RepeatException || failure instanceof CircuitBreakerOpenException) {
            return false;
        }
        TimeLeft timeLeft = Arc.container().instance(TimeLeft.class).get();
        return Failures.known(failure)
                .map(known -> passesSoon(known, timeLeft))
                .orElseGet(() ->
                        !Failures.isError(failure) && !timeLeft.untilMargin().isZero());
    }

    private static boolean passesSoon(RelayException known, TimeLeft timeLeft) {
        return known instanceof TransientException passing
                && !NOT_SOON.contains(passing.code())
                && passing.retryAfter()
                        .map(wait -> wait.compareTo(timeLeft.untilMargin()) < 0)
                        .orElse(true);
    }
}
