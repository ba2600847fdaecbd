package dev.gongrelay.arrival;

import java.time.Duration;

/**
 * When Gong is asked for a call. The waits grow with the time since the upload and not with the number of questions, so
 * questions that failed make them no longer.
 *
 * @param delay from the upload to the first question
 * @param limit how long after the upload a call that is not listed counts as discarded
 */
record Patience(Duration delay, Duration limit) {
    private static final int LONGEST_DELAYS = 6;

    /** How long to wait before the first question, so long after the upload; zero or less if it is due. */
    Duration untilFirst(Duration age) {
        return earlier(delay, limit).minus(age);
    }

    /** How long to wait after a call was not listed: as long again as until now, but at most six delays. */
    Duration untilNext(Duration age) {
        Duration wait = later(delay, earlier(age, delay.multipliedBy(LONGEST_DELAYS)));
        Duration left = limit.minus(age);
        return left.isNegative() || left.isZero() ? wait : earlier(wait, left);
    }

    /** Whether a call that is not listed so long after the upload counts as discarded. */
    boolean isOver(Duration age) {
        return age.compareTo(limit) >= 0;
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
