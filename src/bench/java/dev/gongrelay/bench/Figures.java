package dev.gongrelay.bench;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a contender has been measured to need for recordings of one size.
 *
 * @param first the first recording of a process
 * @param warm those after it, turn by turn
 * @param peakResidentBytes empty when unknown, like {@code peakHeapBytes}
 */
record Figures(
        String name,
        long sizeBytes,
        Turn first,
        List<Turn> warm,
        OptionalLong peakResidentBytes,
        OptionalLong peakHeapBytes) {
    static Figures of(Contender contender, GeneratedMedia media, List<Turn> turns) {
        return new Figures(
                contender.name(),
                media.sizeBytes(),
                turns.get(0),
                turns.subList(1, turns.size()),
                contender.peakResidentBytes(),
                contender.peakHeapBytes());
    }

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
