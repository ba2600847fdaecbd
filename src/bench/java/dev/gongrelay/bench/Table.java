package dev.gongrelay.bench;

import dev.gongrelay.simulator.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The benchmark's result, in Markdown. */
final class Table {
    private static final String HEAD = """
            | recording | by | MB/s | CPU s/GB, first | CPU s/GB, warm | CPU against ours | peak RSS, MB | peak heap, MB | bytes |
            |---|---|--:|--:|--:|--:|--:|--:|---|
            """;

    private final List<String> lines = new ArrayList<>();

    /** Adds those that were measured side by side; the first is what the others are compared with. */
    void add(List<Figures> all) {
        for (Figures figures : all) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.2f | %.2f | %.2f | %s | %s | right |",
                    ByteSize.format(figures.sizeBytes()),
                    figures.name(),
                    figures.megabytesPerSecond(),
                    figures.first().cpuSecondsPerGigabyte(),
                    figures.cpuSecondsPerGigabyte(),
                    figures.cpuAgainst(all.get(0)),
                    megabytes(figures.peakResidentBytes()),
                    megabytes(figures.peakHeapBytes())));
        }
    }

    String markdown() {
        return HEAD + String.join("\n", lines);
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isEmpty() ? "–" : Math.round(bytes.getAsLong() / 1e6) + "";
    }
}
