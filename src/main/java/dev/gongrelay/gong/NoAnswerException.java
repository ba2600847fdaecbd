package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;

/**
 * Gong has the whole request but sent no response. The request is not sent again within this invocation: a later
 * delivery learns from Gong what became of it.
 */
final class NoAnswerException extends GongException {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
        super(FailureCode.GONG_STALLED, message);
    }
}
