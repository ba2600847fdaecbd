package dev.gongrelay.failure;

import org.jspecify.annotations.Nullable;

/** The same event would fail again: somebody has to change the recording, its details, or something in Gong. */
public non-sealed class PermanentException extends RelayException {
    /** Found by the relay itself. */
    public PermanentException(FailureCode code, String message) {
        this(code, message, null);
    }

    /** Reported by somebody else, whose failure is the cause. */
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
