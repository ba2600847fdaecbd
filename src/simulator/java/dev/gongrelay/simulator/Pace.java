package dev.gongrelay.simulator;

import io.vertx.core.Vertx;
import java.time.Duration;

/** How time passes for faults that take time, such as reading slowly. */
interface Pace {
    /** The machine's time. */
    Pace MACHINE = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(Math.max(0, time.toMillis()), Math.max(0, time.toNanosPart() % 1_000_000));
        }

        @Override
        public void after(Duration time, Vertx vertx, Runnable task) {
            vertx.setTimer(Math.max(1, time.toMillis()), timer -> task.run());
        }
    };

    /** A time in nanoseconds, with any origin. */
    long nanos();

    /** Returns after this time; at once if it is zero or negative. */
    void sleep(Duration time) throws InterruptedException;

    /** Runs the task after this time, or very soon if it is zero or negative, on the caller's context. */
    void after(Duration time, Vertx vertx, Runnable task);
}
