package dev.gongrelay.time;

/** Measures elapsed time, where {@link java.time.Clock} tells the time of day. Tests move it forward by hand. */
@FunctionalInterface
public interface NanoClock {
    /** Nanoseconds since some fixed moment; only differences mean anything. */
    long nanos();
}
