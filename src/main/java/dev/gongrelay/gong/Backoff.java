package dev.gongrelay.gong;

import dev.gongrelay.TimeLeft;
import dev.gongrelay.TransientException;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.RateLimitException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to try again: after as long as the far side asked for, otherwise after a delay that doubles from attempt to
 * attempt, half of it by chance; never beyond the time left. One instance serves one call.
 */
@RegisterForReflection
public final class Backoff implements CustomBackoffStrategy {
    static final long LONGEST_MILLIS = 20_000;

    private long ceilingMillis;

    @Override
    public void init(long initialDelayInMillis) {
        ceilingMillis = Math.max(2, initialDelayInMillis);
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
        Duration timeLeft = Arc.container().instance(TimeLeft.class).get().untilMargin();
        return Math.min(delayMillis(failure), timeLeft.toMillis());
    }

    private long delayMillis(Throwable failure) {
        if (failure instanceof RateLimitException limited) {
            return limited.getRetryAfterMillis();
        }
        long backoff = ThreadLocalRandom.current().nextLong(ceilingMillis / 2, ceilingMillis);
        ceilingMillis = Math.min(2 * ceilingMillis, LONGEST_MILLIS);
        return Failures.known(failure)
                .filter(TransientException.class::isInstance)
                .flatMap(known -> ((TransientException) known).retryAfter())
                .map(Duration::toMillis)
                .orElse(backoff);
    }
}
