package dev.gongrelay.simulator;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when somebody waits, and then at once. */
final class HandPace implements Pace {
    private final AtomicLong nanos = new AtomicLong();

    /** The total of all waits so far. */
    Duration passed() {
        return Duration.ofNanos(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void sleep(Duration time) {
        nanos.addAndGet(Math.max(0, time.toNanos()));
    }

    @Override
    public void after(Duration time, Vertx vertx, Runnable task) {
        sleep(time);
        vertx.runOnContext(none -> task.run());
    }
}
