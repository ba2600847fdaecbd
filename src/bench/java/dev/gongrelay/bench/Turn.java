package dev.gongrelay.bench;

import java.time.Duration;

/** What some recordings in a row have cost: bytes and time of all of them together. */
record Turn(long bytes, Duration took, Duration cpu) {
    double megabytesPerSecond() {
        return bytes * 1e3 / took.toNanos();
    }

    double cpuSecondsPerGigabyte() {
        return (double) cpu.toNanos() / bytes;
    }
}
