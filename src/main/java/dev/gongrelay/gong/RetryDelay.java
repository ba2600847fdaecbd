package dev.gongrelay.gong;

import dev.gongrelay.failure.TransientException;
import dev.gongrelay.time.Backoff;
import dev.gongrelay.time.Deadline;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * When to try again: after the delay that the remote side requested, after a break, or after a delay that grows with
 * each attempt; never beyond the time left. One instance serves one call, possibly on several threads.
 */
@RegisterForReflection
public final class RetryDelay implements CustomBackoffStrategy {
    static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String BREAK_SETTING =
            "quarkus.fault-tolerance.\"dev.gongrelay.gong.GongApi$$CDIWrapper\".circuit-breaker.delay";

    private final AtomicInteger failures = new AtomicInteger();
    private volatile Backoff backoff = new Backoff(LONGEST, LONGEST);

    /** How long a method that failed often is not called: {@value GongApi#BREAK_SECONDS} s, except in tests. */
    static Duration breakTime() {
        return Duration.ofSeconds(ConfigProvider.getConfig()
                .getOptionalValue(BREAK_SETTING, Integer.class)
                .orElse(GongApi.BREAK_SECONDS));
    }

    @Override
    public void init(long initialDelayInMillis) {
        backoff = new Backoff(Duration.ofMillis(initialDelayInMillis), LONGEST);
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
        Duration timeLeft = Arc.container().instance(Deadline.class).get().timeLeft();
        return Math.min(delayMillis(failure), timeLeft.toMillis());
    }

    private long delayMillis(Throwable failure) {
        if (failure instanceof CircuitBreakerOpenException) {
            return breakTime().toMillis();
        }
        Duration growing = backoff.after(failures.incrementAndGet());
        return GongExceptions.known(failure)
                .filter(TransientException.class::isInstance)
                .flatMap(known -> ((TransientException) known).retryAfter())
                .orElse(growing)
                .toMillis();
    }
}
