package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the failure of a call to Gong is in the relay's terms. */
final class GongExceptions {
    private GongExceptions() {}

    /** The relay's own failure that a request was ended with, which the HTTP client wraps. */
    static Optional<RelayException> known(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RelayException known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** Any failure of a call, whether known or of the connection. */
    static RelayException of(Throwable failure, String tried) {
        if (failure instanceof CircuitBreakerOpenException) {
            return new TransientException(
                    FailureCode.GONG_UNAVAILABLE,
                    tried + ": Gong failed so often that it is left alone for "
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
                        tried + ": the connection to Gong failed: " + reason(failure),
                        failure));
    }

    /** The same failure, saying that Gong may have the recording all the same. */
    static RelayException withDoubt(RelayException failure) {
        return failure.inDoubt("The whole recording was sent, and Gong may have it.");
    }

    /** Whether it is this process that is not well, so that it says nothing about the connection. */
    static boolean isError(@Nullable Throwable failure) {
        return failure instanceof Error || (failure != null && isError(failure.getCause()));
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String name = root.getClass().getSimpleName();
        return root.getMessage() == null ? name : name + ", " + root.getMessage();
    }
}
