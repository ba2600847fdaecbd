package dev.gongrelay.simulator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what another thread or process does. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int LOOKS = 20;

    private Eventually() {}

    /**
     * Returns as soon as a figure is above zero and the same at {@value #LOOKS} looks in a row.
     *
     * @throws AssertionError when it isn't within 30 seconds
     */
    public static void unchanged(String what, LongSupplier figure) {
        AtomicLong before = new AtomicLong();
        AtomicInteger same = new AtomicInteger();
        until(what, () -> {
            long now = figure.getAsLong();
            same.set(now > 0 && before.getAndSet(now) == now ? same.get() + 1 : 0);
            return same.get() == LOOKS;
        });
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError when it doesn't within 30 seconds
     */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come about within " + LONGEST.toSeconds() + " s");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }
}
