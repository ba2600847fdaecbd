package dev.gongrelay.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Waits that double with each failure, up to a limit, each shortened at random by up to half, so that what failed
 * together is not retried together.
 *
 * @param first the longest wait after the first failure
 * @param longest the longest wait of all
 * @param chance evenly distributed from 0 (inclusive) to 1 (exclusive)
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier chance) {
    /** With the machine's own randomness. */
    public Backoff(Duration first, Duration longest) {
        this(first, longest, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** How long to wait after this many failures in a row, 1 or more. */
    public Duration after(int failures) {
        double doubled = first.toMillis() * Math.pow(2, failures - 1);
        double millis = Math.min(doubled, (double) longest.toMillis());
        return Duration.ofMillis((long) (millis * (1 - chance.getAsDouble() / 2)));
    }
}
