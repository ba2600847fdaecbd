package dev.gongrelay;

import org.jspecify.annotations.Nullable;

/**
 * A recording could not be relayed, for a reason that is known. Decided once, where the foreign error is caught, into
 * one of two kinds: it may pass by itself, or it will not.
 *
 * <p>The message says what was tried, on which object, and what the far side answered. It never holds a secret, a
 * telephone number or an e-mail address.
 */
public abstract sealed class RelayException extends RuntimeException permits TransientException, PermanentException {
    private final FailureCode code;

    RelayException(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable name of this kind of failure, for logs, metrics, receipts and the runbook. */
    public final FailureCode code() {
        return code;
    }
}
