package dev.gongrelay.telemetry;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import java.util.Locale;

/** How the delivery of one recording can end. */
public enum Outcome {
    /** This delivery brought it to Gong. */
    RELAYED,
    /** It was in Gong before. */
    ALREADY_RELAYED,
    /** It is not a recording, or its producer or a setting says that it is not to be relayed. */
    SKIPPED,
    /** It cannot be relayed as it is; somebody has to look. */
    REJECTED,
    /** It failed for now and is retried later. */
    RETRY_LATER;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** How a delivery ends that failed so. */
    public static Outcome of(RelayException failure) {
        return failure instanceof PermanentException ? REJECTED : RETRY_LATER;
    }

    /** The outcome as logs and metrics show it, such as {@code already-relayed}. */
    @Override
    public String toString() {
        return text;
    }
}
