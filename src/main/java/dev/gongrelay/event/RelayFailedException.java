package dev.gongrelay.event;

/**
 * Reports a failed event to a sender that understands only exceptions: Lambda retries the event, and then sends it to
 * the on-failure destination. The message says why each recording failed.
 */
public final class RelayFailedException extends RuntimeException {
    RelayFailedException(String message) {
        super(message);
    }
}
