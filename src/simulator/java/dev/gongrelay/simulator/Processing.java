package dev.gongrelay.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of calls after their media was accepted: Gong processes it for a while, lists the call then, and discards
 * some without a word. Safe for use by several threads.
 */
final class Processing {
    private record Course(Instant ends, boolean discarded) {}

    private final Clock clock;
    private final Map<String, Course> courses = new HashMap<>();
    private final Deque<Duration> late = new ArrayDeque<>();
    private Duration usual = Duration.ZERO;
    private Duration shortest = Duration.ZERO;

    Processing(Clock clock) {
        this.clock = clock;
    }

    synchronized void takes(Duration time) {
        usual = time;
    }

    /** The next calls take this much longer. */
    synchronized void late(int calls, Duration more) {
        for (int i = 0; i < calls; i++) {
            late.add(more);
        }
    }

    synchronized void discardShorterThan(Duration length) {
        shortest = length;
    }

    /** Begins to process a call whose media is this long. An unknown length counts as long enough. */
    synchronized void begin(String callId, Optional<Duration> length) {
        Duration more = late.isEmpty() ? Duration.ZERO : late.remove();
        Instant ends = clock.instant().plus(usual).plus(more);
        courses.put(
                callId,
                new Course(
                        ends,
                        length.filter(known -> known.compareTo(shortest) < 0).isPresent()));
    }

    /** How far the call is; empty before its media was accepted. */
    synchronized Optional<CallState> state(String callId) {
        Course course = courses.get(callId);
        if (course == null) {
            return Optional.empty();
        } else if (clock.instant().isBefore(course.ends)) {
            return Optional.of(CallState.PROCESSING);
        }
        return Optional.of(course.discarded ? CallState.DISCARDED : CallState.LISTED);
    }

    synchronized void reset() {
        courses.clear();
        late.clear();
    }
}
