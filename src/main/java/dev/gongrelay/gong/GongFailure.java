package dev.gongrelay.gong;

import dev.gongrelay.FailureCode;
import dev.gongrelay.TransientException;

/** Gong is not well: it failed, stalled or can't be reached. Enough of these open the circuit breaker. */
final class GongFailure extends TransientException {
    private static final long serialVersionUID = 1;

    GongFailure(FailureCode code, String message) {
        super(code, message, null);
    }
}
