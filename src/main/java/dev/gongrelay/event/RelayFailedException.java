package dev.gongrelay.event;

/**
 * The answer to an event that was not wholly dealt with, for senders that understand nothing else: Lambda delivers such
 * an event again and then hands it to its on-failure destination. The message names each failed recording and why.
 */
public final class RelayFailedException extends RuntimeException {
    RelayFailedException(String message) {
        super(message);
    }
}
