package dev.gongrelay.event;

/**
 * The answer to an event that failed, for senders that understand nothing else: Lambda delivers it again, and then
 * sends it to the on-failure destination. The message names each failed recording and why.
 */
public final class RelayFailedException extends RuntimeException {
    RelayFailedException(String message) {
        super(message);
    }
}
