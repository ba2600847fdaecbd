package dev.gongrelay.arrival;

import dev.gongrelay.failure.RelayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Says that nobody knows what arrives: in each process once an hour, however many recordings it concerns. */
final class Unchecked {
    private static final Logger LOG = Logger.getLogger(Unchecked.class);
    private static final Duration SILENCE = Duration.ofHours(1);

    private final Clock clock;
    private Instant silentUntil = Instant.MIN;

    Unchecked(Clock clock) {
        this.clock = clock;
    }

    void warn(RelayException denial) {
        Instant now = clock.instant();
        if (now.isBefore(silentUntil)) {
            return;
        }
        silentUntil = now.plus(SILENCE);
        LOG.warn(RelayException.cut(
                "Gong does not let this key read calls, so nobody knows which recordings arrived: give"
                        + " it the scope api:calls:read:extensive. " + denial.getMessage()));
    }
}
