package dev.gongrelay.arrival;

import java.time.Duration;

/**
 * When to ask Gong for a call. The waits grow with the call's age, the time since the upload, and not with the number of
 * questions, so failed questions do not lengthen them.
 *
 * @param delay from the upload to the first question
 * @param limit the age at which a call that is not listed counts as discarded
 */
record Patience(Duration delay, Duration limit) {
    private static final int LONGEST_DELAYS = 6;

    /** The time to the first question; zero or less if it is due. */
    Duration untilFirst(Duration age) {
        return shorter(delay, limit).minus(age);
    }

    /** The wait after a call was not listed: as long as its age, but at least one delay and at most six. */
    Duration untilNext(Duration age) {
        Duration wait = age.compareTo(delay) < 0 ? delay : shorter(age, delay.multipliedBy(LONGEST_DELAYS));
        return isOver(age) ? wait : shorter(wait, limit.minus(age));
    }

    /** Whether a call that is not listed counts as discarded. */
    boolean isOver(Duration age) {
        return age.compareTo(limit) >= 0;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
