package dev.gongrelay.bench;

import dev.gongrelay.simulator.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What was measured with recordings of each size, as tables in Markdown of at most 80 columns. */
final class Report {
    private final MarkdownTable cost =
            new MarkdownTable("recording", "by", "MB/s", "first s/GB", "warm s/GB", "× ours");
    private final MarkdownTable memory = new MarkdownTable("recording", "by", "peak", "file", "anonymous", "peak heap");
    private final MarkdownTable slow = new MarkdownTable("recording", "by", "s", "MB/s");
    private final MarkdownTable calls = new MarkdownTable("recording", "by", "reads", "KB each", "writes", "KB each");
    private final List<String> notes = new ArrayList<>();

    /** Adds figures that were measured side by side. The others are compared with the first. */
    void add(List<Figures> all) {
        for (Figures figures : all) {
            String size = ByteSize.format(figures.sizeBytes());
            cost.add(
                    size,
                    figures.name(),
                    number("%.0f", figures.megabytesPerSecond()),
                    number("%.2f", figures.first().cpuSecondsPerGigabyte()),
                    number("%.2f", figures.cpuSecondsPerGigabyte()),
                    number("%.2f", figures.cpuAgainst(all.get(0))));
            figures.resident()
                    .ifPresent(resident -> memory.add(
                            size,
                            figures.name(),
                            megabytes(figures.peakResidentBytes()),
                            ResidentMemory.megabytes(resident.fileBacked()),
                            ResidentMemory.megabytes(resident.anonymous()),
                            megabytes(figures.peakHeapBytes())));
            figures.slow()
                    .ifPresent(turn -> slow.add(
                            size,
                            figures.name(),
                            number("%.1f", turn.took().toNanos() / 1e9),
                            number("%.1f", turn.megabytesPerSecond())));
            figures.calls()
                    .ifPresent(counts -> calls.add(
                            size,
                            figures.name(),
                            String.valueOf(counts.reads()),
                            number("%.0f", figures.sizeBytes() / 1e3 / counts.reads()),
                            String.valueOf(counts.writes()),
                            number("%.0f", figures.sizeBytes() / 1e3 / counts.writes())));
        }
    }

    /** Adds a line on what was not measured, once. */
    void note(String line) {
        if (!notes.contains(line)) {
            notes.add(line);
            System.err.println(line);
        }
    }

    String markdown() {
        return "Every byte arrived. CPU seconds per GB, of the first recording and warm:\n\n" + cost
                + "\nMB resident: at most, by kind after the last recording, and the most heap used:\n\n" + memory
                + "\nWith the CPU share of a function of 128 MB:\n\n" + slow
                + "\nCalls of the kernel that read or write, of all kinds, for one recording:\n\n" + calls
                + String.join("\n", notes);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isEmpty() ? "–" : ResidentMemory.megabytes(bytes.getAsLong());
    }
}
