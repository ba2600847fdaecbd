package dev.gongrelay;

import dev.gongrelay.time.NanoClock;
import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The machine's clock, but for the time that is skipped in tests of what happens when time passes. */
@Mock
@Singleton
public class SkippingClock implements NanoClock {
    private static final AtomicLong LOOKS = new AtomicLong();
    private static final AtomicLong SKIPPED = new AtomicLong();
    private static final Duration STEP = Duration.ofMillis(20);

    /** Time passes faster now and then until this is closed. */
    interface Skipping extends AutoCloseable {
        /** How much time was skipped so far. */
        Duration skipped();

        @Override
        void close();
    }

    @Override
    public long nanos() {
        LOOKS.incrementAndGet();
        return System.nanoTime() + SKIPPED.get();
    }

    /** How often anybody has looked at it. */
    static long looks() {
        return LOOKS.get();
    }

    /** Lets this time pass at once. */
    static void skip(Duration time) {
        SKIPPED.addAndGet(time.toNanos());
    }

    /** Lets time pass so many times faster while the condition holds; until this is closed. */
    static Skipping faster(int times, BooleanSupplier condition) {
        ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "skipping clock");
            thread.setDaemon(true);
            return thread;
        });
        long before = SKIPPED.get();
        var ignored = steps.scheduleAtFixedRate(
                () -> {
                    if (condition.getAsBoolean()) {
                        skip(STEP.multipliedBy(times - 1));
                    }
                },
                0,
                STEP.toMillis(),
                TimeUnit.MILLISECONDS);
        return new Skipping() {
            @Override
            public Duration skipped() {
                return Duration.ofNanos(SKIPPED.get() - before);
            }

            @Override
            public void close() {
                steps.shutdownNow();
            }
        };
    }
}
