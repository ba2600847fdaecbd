package dev.gongrelay.time;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How long the running invocation may still work. A Lambda process serves one invocation at a time, so there is one
 * deadline: the handler sets it, and whatever waits or sends asks for it.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Deadline {
    private static final int ANSWERS_SHARE = 10;
    private static final int GRACES_SHARE = 4;

    private final Duration limit;
    private final Duration margin;
    private final NanoClock clock;
    private volatile long deadlineNanos;

    /** As if an invocation with the configured time limit had just started. */
    public Deadline(RelayConfig config, NanoClock clock) {
        this.limit = config.timeLimit();
        this.margin = config.deadlineMargin();
        this.clock = clock;
        begin(0);
    }

    /**
     * Starts an invocation.
     *
     * @param remainingMillis what Lambda says is left of its time limit, in milliseconds; the configured limit counts
     *     instead, unless this is above 0 and no more than that (outside AWS it may be any number)
     */
    public void begin(long remainingMillis) {
        boolean known = 0 < remainingMillis && remainingMillis <= limit.toMillis();
        Duration remaining = known ? Duration.ofMillis(remainingMillis) : limit;
        deadlineNanos = clock.nanos() + remaining.minus(margin).toNanos();
    }

    /** Lets the time for work end after this long, if not earlier. */
    public void shorten(Duration longest) {
        deadlineNanos = Math.min(deadlineNanos, clock.nanos() + longest.toNanos());
    }

    /** The time left for work: until the invocation's end, less the margin for tidying up. Zero if none is left. */
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - clock.nanos()));
    }

    /** The time left for work and a quarter of the margin: how long to wait for work that ends itself by the deadline. */
    public Duration timeLeftAndGrace() {
        return timeLeft().plus(margin.dividedBy(GRACES_SHARE));
    }

    /** The time left for work and twice the margin: what is left of the invocation by any clock, even a slow one. */
    public Duration timeLeftAndMargins() {
        return timeLeft().plus(margin.multipliedBy(2));
    }

    /**
     * How long the next call that tidies up may take: half of what is left until the invocation's end, less a tenth of
     * the margin for the answer to Lambda. So any number of such calls ends in time, and the first ones, which matter
     * most, get the most time. Zero if no time is left.
     */
    public Duration tidyingShare() {
        long endNanos = deadlineNanos
                + margin.toNanos()
                - margin.dividedBy(ANSWERS_SHARE).toNanos();
        return Duration.ofNanos(Math.max(0, endNanos - clock.nanos()) / 2);
    }

    /**
     * Checks that there is time for another step.
     *
     * @param step what is about to begin, as the rest of a sentence: {@code "to upload s3://calls/a.wav"}
     * @throws TransientException ({@link FailureCode#TIME_UP}) if there is none
     */
    public void require(String step) {
        if (timeLeft().isZero()) {
            throw new TransientException(FailureCode.TIME_UP, "No time was left " + step);
        }
    }
}
