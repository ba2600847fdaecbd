package dev.gongrelay.telemetry;

import dev.gongrelay.FailureCode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one delivery of one recording came to, and what it took.
 *
 * @param outcome how it ended
 * @param code why, if it was rejected or given back; else null
 * @param bytesRelayed the media that this delivery brought to Gong, in bytes; 0 unless {@link Outcome#RELAYED}
 * @param duration from the recording's turn in the invocation to its outcome
 * @param uploadAttempts how often sending the media to Gong was begun
 * @param sourceResumes how often reading the object from S3 was resumed in the middle
 * @param timeLeft what was left of the invocation's time at the end
 */
public record Measurement(
        Outcome outcome,
        @Nullable FailureCode code,
        long bytesRelayed,
        Duration duration,
        int uploadAttempts,
        int sourceResumes,
        Duration timeLeft) {
    /** How the delivery of a recording can end. */
    public enum Outcome {
        /** This delivery brought it to Gong. */
        RELAYED,
        /** It was in Gong before. */
        ALREADY_RELAYED,
        /** It can't be relayed as it is; somebody has to look. */
        REJECTED,
        /** It failed for now and comes again. */
        GIVEN_BACK;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The value of the metrics' dimension {@code outcome}, such as {@code already-relayed}. */
        @Override
        public String toString() {
            return text;
        }
    }
}
