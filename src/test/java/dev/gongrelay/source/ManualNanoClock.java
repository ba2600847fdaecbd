package dev.gongrelay.source;

import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still unless it is moved forward, and counts how often it is looked at. */
final class ManualNanoClock implements NanoClock {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();

    @Override
    public long nanos() {
        looks.incrementAndGet();
        return now.get();
    }

    void forward(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    /** Returns when it was looked at some more times, so that whoever watches it has seen what time it is. */
    void awaitLooks() {
        long enough = looks.get() + 4;
        Eventually.until("looks at the clock", () -> looks.get() >= enough);
    }
}
