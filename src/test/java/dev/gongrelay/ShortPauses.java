package dev.gongrelay;

import dev.gongrelay.time.Backoff;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** A twentieth of the pauses between connections to S3 that deliver nothing. */
@Dependent
class ShortPauses {
    @Mock
    @Produces
    @Singleton
    Backoff pauses() {
        return new Backoff(Duration.ofMillis(10), Duration.ofMillis(200));
    }
}
