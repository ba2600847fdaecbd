package dev.gongrelay.connect;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;

/** Connect, or the network on the way to it, failed, which passes on its own. */
final class ConnectException extends TransientException {
    private static final long serialVersionUID = 1;

    ConnectException(String message) {
        super(FailureCode.CONNECT_UNAVAILABLE, message);
    }
}
