package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;

/**
 * Gong has the whole request and has not responded. It is not sent again within this invocation: a later delivery
 * learns from Gong's answer what became of it.
 */
final class NoAnswerException extends GongException {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
        super(FailureCode.GONG_STALLED, message);
    }
}
