package dev.gongrelay.telemetry;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.receipt.Arrival;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a relayed recording's call after the relay asked Gong for it, or failed to.
 *
 * @param callId 1 to 20 digits
 * @param sinceAnnounced the time from the recording's event until now; never negative
 * @param failure why the recording is given up, or why Gong could not be asked; null if all is well so far
 */
public record ArrivalReport(
        RecordingReference recording,
        String callId,
        Arrival arrival,
        Duration sinceAnnounced,
        @Nullable RelayException failure) {
    /** The code of the failure. */
    public Optional<FailureCode> code() {
        return Optional.ofNullable(failure).map(RelayException::code);
    }
}
