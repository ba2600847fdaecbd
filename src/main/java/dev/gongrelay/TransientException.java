package dev.gongrelay;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that may pass by itself: the recording is given back to its sender and tried again later. */
public non-sealed class TransientException extends RelayException {
    private final @Nullable Duration retryAfter;

    /** Without a wish for when to come back. */
    public TransientException(FailureCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    /** @param retryAfter how long the far side asked to be left alone, or null when it did not say */
    public TransientException(
            FailureCode code, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(code, message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the far side asked to be left alone; empty when it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
