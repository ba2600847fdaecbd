package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;

/** Gong failed or stalled. Enough of these open the circuit breaker. */
sealed class GongException extends TransientException permits NoAnswerException {
    private static final long serialVersionUID = 1;

    GongException(FailureCode code, String message) {
        super(code, message, null);
    }
}
