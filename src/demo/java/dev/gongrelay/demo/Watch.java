package dev.gongrelay.demo;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Does something that takes a while, and shows its progress. */
final class Watch {
    private static final long EVERY_MILLIS = 200;

    private Watch() {}

    /**
     * Returns what the work returns.
     *
     * @param what is done, such as {@code relaying}
     * @param done how many bytes are done by now
     * @throws IllegalStateException when the work fails
     */
    static <T> T over(Terminal terminal, String what, long totalBytes, LongSupplier done, Callable<T> work)
            throws InterruptedException {
        ProgressBar bar = new ProgressBar(terminal, what, totalBytes);
        long began = System.nanoTime();
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "demo " + what);
        thread.setDaemon(true);
        thread.start();
        while (true) {
            bar.show(done.getAsLong(), seconds(began));
            try {
                T result = task.get(EVERY_MILLIS, TimeUnit.MILLISECONDS);
                bar.ended(done.getAsLong(), seconds(began));
                return result;
            } catch (TimeoutException e) {
                // Shows how far it has come.
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        Objects.requireNonNull(e.getCause()).getMessage(), e.getCause());
            }
        }
    }

    private static double seconds(long beganNanos) {
        return (System.nanoTime() - beganNanos) / 1e9;
    }
}
