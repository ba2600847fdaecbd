package dev.gongrelay.time;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The clocks of the machine. Stages are given them, so that tests can give them others. */
@Dependent
class SystemClock {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    NanoClock nanoClock() {
        return System::nanoTime;
    }
}
