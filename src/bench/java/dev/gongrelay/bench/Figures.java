package dev.gongrelay.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a contender has been measured to need for recordings of one size.
 *
 * @param first the first recording of a process
 * @param warm those after it, turn by turn
 * @param resident after the last of them; empty when unknown, like {@code peakResidentBytes} and {@code peakHeapBytes}
 * @param slow one recording with the CPU share of a 128 MB function; empty where that can't be had
 * @param calls of one recording; empty where they can't be counted
 */
record Figures(
        String name,
        long sizeBytes,
        Turn first,
        List<Turn> warm,
        Optional<ResidentMemory> resident,
        OptionalLong peakResidentBytes,
        OptionalLong peakHeapBytes,
        Optional<Turn> slow,
        Optional<SystemCalls.Counts> calls) {

    double megabytesPerSecond() {
        return median(turn -> warm.get(turn).megabytesPerSecond());
    }

    double cpuSecondsPerGigabyte() {
        return median(turn -> warm.get(turn).cpuSecondsPerGigabyte());
    }

    /** How much CPU it took for each second of the other's: the median of turns that were taken side by side. */
    double cpuAgainst(Figures other) {
        return median(turn ->
                warm.get(turn).cpuSecondsPerGigabyte() / other.warm.get(turn).cpuSecondsPerGigabyte());
    }

    private double median(IntToDoubleFunction figure) {
        double[] sorted =
                IntStream.range(0, warm.size()).mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
