package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;

/** The access key may not list users. Only recordings whose details lack Gong's IDs need the list. */
final class UnlistedException extends TransientException {
    private static final long serialVersionUID = 1;

    UnlistedException(FailureCode code, String message) {
        super(code, message, null);
    }

    @Override
    public boolean meetsEveryRecording() {
        return false;
    }
}
