package dev.gongrelay.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A running process that brings recordings from S3 to Gong, one after another. */
interface Contender extends AutoCloseable {
    /** For people. */
    String name();

    /** From the start of the process until it waited for its first recording. */
    Duration startTook();

    /** The process's ID. */
    long pid();

    /**
     * Relays the recording of this key; returns when Gong has it.
     *
     * @throws IllegalStateException with what the process said, when it did not succeed
     */
    void relay(String key);

    /** The CPU time of the process so far, processes that it started and waited for included; in steps of 10 ms. */
    Duration cpu();

    /** What it has in memory now; empty when several processes share the work. */
    Optional<ResidentMemory> resident();

    /** The most memory it has had resident; empty when several processes share the work. */
    OptionalLong peakResidentBytes();

    /** The most bytes its heap has held, as seen when it was collected; empty when that isn't told. */
    OptionalLong peakHeapBytes();

    @Override
    void close();
}
