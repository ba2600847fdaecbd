package dev.gongrelay.recording;

import dev.gongrelay.failure.Redaction;
import dev.gongrelay.failure.RelayException;
import java.util.Objects;

/**
 * The recording's producer or a setting says not to relay it. Nothing failed: the delivery ends with a receipt {@code
 * skipped} and no dead letter.
 */
public final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_REASON = 500;

    /** @param reason the rest of a sentence that says why, in which addresses and phone numbers get masked */
    SkippedException(String reason) {
        super(RelayException.cut(Redaction.mask(reason), LONGEST_REASON), null, false, false);
    }

    /** The reason, in at most 500 characters, without addresses and phone numbers. */
    public String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
