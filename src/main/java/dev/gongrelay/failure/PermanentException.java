package dev.gongrelay.failure;

import org.jspecify.annotations.Nullable;

/** A failure that the same event would meet again: somebody has to change the recording, its details or Gong. */
public non-sealed class PermanentException extends RelayException {
    /** A failure found by the relay itself. */
    public PermanentException(FailureCode code, String message) {
        this(code, message, null);
    }

    /** A failure that somebody else reported, kept as the cause. */
    public PermanentException(FailureCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause, false);
    }

    private PermanentException(PermanentException failure, String preface) {
        super(failure.code(), preface + " " + failure.getMessage(), failure, true);
        answers(failure.gongRequestId().orElse(null));
    }

    @Override
    public PermanentException inDoubt(String preface) {
        return new PermanentException(this, preface);
    }
}
