package dev.gongrelay.source;

import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it, and counts how often it is read. */
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

    /** Waits until the clock was read a few more times, so that whoever watches it knows the time. */
    void awaitLooks() {
        long enough = looks.get() + 4;
        Eventually.until("looks at the clock", () -> looks.get() >= enough);
    }
}
