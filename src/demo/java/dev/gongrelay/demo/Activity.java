package dev.gongrelay.demo;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows each second, until it is closed, what is going on and for how long, where nothing says how far it has come.
 * Uses only the JDK, because the build runs it before it compiles.
 */
final class Activity implements AutoCloseable {
    private final Terminal terminal;
    private final ScheduledExecutorService ticker;
    private final Future<?> ticking;
    private final long began = System.nanoTime();
    private volatile String what;

    /** Shows it from now on. */
    Activity(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "demo activity");
            thread.setDaemon(true);
            return thread;
        });
        show();
        ticking = ticker.scheduleAtFixedRate(this::show, 1, 1, TimeUnit.SECONDS);
    }

    /** Shows something else from now on. The time continues. */
    void now(String other) {
        what = other;
        show();
    }

    /** How long it has taken so far. */
    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        ticking.cancel(false);
        ticker.shutdown();
        try {
            if (!ticker.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The terminal takes no more text.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.statusEnded();
    }

    private void show() {
        terminal.status(what, " ... " + took().toSeconds() + " s");
    }
}
