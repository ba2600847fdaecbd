package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.time.Deadline;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.function.Predicate;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Whether to try again within this invocation: the failure passes on its own, and the requested delay fits into the
 * time left. A request that Gong has not answered is not sent again: see {@link NoAnswerException}.
 */
@RegisterForReflection
public final class WorthRetrying implements Predicate<Throwable> {
    @Override
    public boolean test(Throwable failure) {
        if (failure instanceof DuplicateException || failure instanceof NobodyException) {
            return false;
        }
        Duration left = Arc.container().instance(Deadline.class).get().timeLeft();
        if (failure instanceof CircuitBreakerOpenException) {
            return RetryDelay.breakTime().compareTo(left) < 0;
        }
        return GongExceptions.known(failure)
                .map(known -> passesSoon(known, left))
                .orElseGet(() ->
                        !GongExceptions.isError(failure) && !(failure instanceof TimeoutException) && !left.isZero());
    }

    private static boolean passesSoon(RelayException known, Duration left) {
        return known instanceof TransientException passing
                && passing.code().kind() == FailureCode.Kind.TRANSIENT
                && !(passing instanceof NoAnswerException)
                && !GongExceptions.isError(passing.getCause())
                && !left.isZero()
                && passing.retryAfter().map(wait -> wait.compareTo(left) < 0).orElse(true);
    }
}
