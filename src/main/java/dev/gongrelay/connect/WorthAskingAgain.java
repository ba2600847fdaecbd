package dev.gongrelay.connect;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.time.Deadline;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.ProcessingException;
import java.util.function.Predicate;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Has a request retried if its failure may pass, and there is time for the wait. */
@RegisterForReflection
public final class WorthAskingAgain implements Predicate<Throwable> {
    static final int LONGEST_WAIT_MILLIS = 5000;

    @Override
    public boolean test(Throwable failure) {
        boolean passes = failure instanceof RelayException known
                ? known.code().kind() == FailureCode.Kind.TRANSIENT
                : failure instanceof ProcessingException || failure instanceof TimeoutException;
        return passes
                && Arc.container().instance(Deadline.class).get().timeLeft().toMillis() > LONGEST_WAIT_MILLIS;
    }
}
