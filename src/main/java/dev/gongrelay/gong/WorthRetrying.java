package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.time.Deadline;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.function.Predicate;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Whether another attempt within this invocation may do better: the failure passes by itself, soon, and what the far
 * side asks to wait fits into the time left.
 */
@RegisterForReflection
public final class WorthRetrying implements Predicate<Throwable> {
    @Override
    public boolean test(Throwable failure) {
        if (failure instanceof DuplicateException || failure instanceof CircuitBreakerOpenException) {
            return false;
        }
        Deadline deadline = Arc.container().instance(Deadline.class).get();
        return GongExceptions.known(failure)
                .map(known -> passesSoon(known, deadline))
                .orElseGet(() ->
                        !GongExceptions.isError(failure) && !deadline.timeLeft().isZero());
    }

    private static boolean passesSoon(RelayException known, Deadline deadline) {
        return known instanceof TransientException passing
                && passing.code().kind() == FailureCode.Kind.TRANSIENT
                && !GongExceptions.isError(passing.getCause())
                && !deadline.timeLeft().isZero()
                && passing.retryAfter()
                        .map(wait -> wait.compareTo(deadline.timeLeft()) < 0)
                        .orElse(true);
    }
}
