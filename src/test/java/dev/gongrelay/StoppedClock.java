package dev.gongrelay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test lets time pass. */
public final class StoppedClock extends Clock {
    private volatile Instant now;

    private StoppedClock(Instant now) {
        this.now = now;
    }

    /** A clock that shows this time. */
    public static StoppedClock at(Instant time) {
        return new StoppedClock(time);
    }

    /** A clock that shows this time, such as {@code 2026-03-01T09:00:00Z}. */
    public static StoppedClock at(String time) {
        return at(Instant.parse(time));
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
