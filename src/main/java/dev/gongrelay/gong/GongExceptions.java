package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.Reason;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a failed call to Gong means. */
final class GongExceptions {
    private GongExceptions() {}

    /** The relay's own failure that ended a request; the HTTP client wraps it in others. */
    static Optional<RelayException> known(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RelayException known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** Any failure of a call. */
    static RelayException of(Throwable failure, String tried) {
        if (failure instanceof CircuitBreakerOpenException) {
            return new TransientException(
                    FailureCode.GONG_UNAVAILABLE,
                    tried + ": Gong failed so often that it is not called for "
                            + RetryDelay.breakTime().toSeconds() + " s",
                    failure);
        }
        if (failure instanceof TimeoutException || failure instanceof io.smallrye.mutiny.TimeoutException) {
            return new TransientException(
                    FailureCode.TIME_UP, tried + ": the request did not end within its time limit", failure);
        }
        return known(failure)
                .orElseGet(() -> new TransientException(
                        isError(failure) ? FailureCode.INTERNAL : FailureCode.GONG_UNREACHABLE,
                        tried + ": the connection to Gong failed: " + Reason.of(failure),
                        failure));
    }

    /** Whether this process failed, not the connection. */
    static boolean isError(@Nullable Throwable failure) {
        return failure instanceof Error || (failure != null && isError(failure.getCause()));
    }
}
