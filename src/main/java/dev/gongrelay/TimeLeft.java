package dev.gongrelay;

import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How long the running invocation may still work. A Lambda process serves one invocation at a time, so there is one
 * deadline at a time: the handler sets it, and whatever waits or sends asks for it.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class TimeLeft {
    private final Duration limit;
    private final Duration margin;
    private volatile long deadlineNanos;

    TimeLeft(RelayConfig config) {
        this.limit = config.timeLimit();
        this.margin = config.deadlineMargin();
        begin(0);
    }

    /**
     * Starts an invocation.
     *
     * @param remainingMillis what Lambda says is left of its time limit, in milliseconds; taken as unknown, and as the
     *     configured limit, unless above 0 and no more than that limit (outside AWS it may be any number)
     */
    void begin(long remainingMillis) {
        boolean known = 0 < remainingMillis && remainingMillis <= limit.toMillis();
        Duration remaining = known ? Duration.ofMillis(remainingMillis) : limit;
        deadlineNanos = System.nanoTime() + remaining.minus(margin).toNanos();
    }

    /** What is left before tidying up has to begin: the margin is off already. Zero when there is nothing left. */
    public Duration untilMargin() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }
}
