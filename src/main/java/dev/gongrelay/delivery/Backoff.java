package dev.gongrelay.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a message waits for its next try: twice as long each time, up to a limit, and by chance up to half of that
 * less, so that what failed together doesn't come back together.
 *
 * @param first the longest wait after the first receipt
 * @param longest the longest wait of all
 * @param chance evenly between 0 and 1
 */
record Backoff(Duration first, Duration longest, DoubleSupplier chance) {
    /** The wait after a message was received that many times, which is at least 1. */
    Duration after(int receiveCount) {
        double doubled = first.toMillis() * Math.pow(2, receiveCount - 1);
        double millis = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (millis * (1 - chance.getAsDouble() / 2)));
    }
}
