package dev.gongrelay.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** It may pass on its own, or once somebody has fixed the configuration: the recording is retried later. */
public non-sealed class TransientException extends RelayException {
    private final @Nullable Duration retryAfter;

    /** With neither a cause nor a requested delay. */
    public TransientException(FailureCode code, String message) {
        this(code, message, null);
    }

    /** With no retry delay requested by the remote side. */
    public TransientException(FailureCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    /** @param retryAfter the delay that the remote side requested, or null if it requested none */
    public TransientException(
            FailureCode code, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(code, message, cause, false);
        this.retryAfter = retryAfter;
    }

    private TransientException(TransientException failure, String preface) {
        super(failure.code(), preface + " " + failure.getMessage(), failure, true);
        answers(failure.gongRequestId().orElse(null));
        this.retryAfter = failure.retryAfter;
    }

    @Override
    public TransientException inDoubt(String preface) {
        return new TransientException(this, preface);
    }

    /** The delay that the remote side requested; empty if it requested none. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
