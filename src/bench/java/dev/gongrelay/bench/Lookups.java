package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures what the first recording of a process costs when its owner is looked up among 10,000 users, in a heap of 32
 * MB, as a function of 128 MB has it; and prints a table in Markdown.
 */
final class Lookups {
    private static final GeneratedMedia MEDIA = new GeneratedMedia(10_000_000);
    private static final String SMALL_HEAP = "-Xmx32m";

    private final Loopback loopback;
    private final int rounds;
    /** Beyond the numbers of others, so that none has a receipt. */
    private int recordings = 2_000_000;

    /** @param rounds how many processes of each kind are started */
    Lookups(Loopback loopback, int rounds) {
        this.loopback = loopback;
        this.rounds = rounds;
    }

    private record First(double cpu, double resident, double heap) {}

    /** Starts the function repeatedly, and returns the table. */
    String measure(Artifact function) throws InterruptedException {
        Artifact small = function.hasJvm() ? function.with(SMALL_HEAP) : function;
        List<First> given = new ArrayList<>();
        List<First> listed = new ArrayList<>();
        List<First> read = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Map<String, String> looking = new HashMap<>(loopback.functionSettings());
            looking.put("RELAY_DEFAULTS_PRIMARY_USER", GeneratedUsers.address(GeneratedUsers.COUNT - 1));
            looking.put("RELAY_RECEIPTS_PREFIX", "lookups-" + round);
            given.add(first(small, loopback.functionSettings()));
            listed.add(first(small, looking));
            read.add(first(small, looking));
        }
        MarkdownTable table = new MarkdownTable("owner", "CPU ms", "peak MB", "peak heap MB");
        add(table, "given by Gong's ID", given);
        add(table, "found in Gong's list, 100 pages", listed);
        add(table, "found in the kept list", read);
        return "The first 10 MB of a process, by how the owner is found:\n\n" + table;
    }

    private First first(Artifact artifact, Map<String, String> settings) throws InterruptedException {
        try (PackagedFunction function = PackagedFunction.start(artifact, settings)) {
            double before = function.cpu().toMillis();
            FunctionContender.relay(function, MEDIA.sizeBytes() + "-" + ++recordings + ".wav");
            loopback.check(MEDIA, MEDIA.sha256());
            return new First(
                    function.cpu().toMillis() - before,
                    function.peakResidentBytes() / 1e6,
                    function.peakHeapBytes().orElse(0) / 1e6);
        }
    }

    private static void add(MarkdownTable table, String owner, List<First> all) {
        double heap = median(all, First::heap);
        table.add(
                owner,
                number(median(all, First::cpu)),
                number(median(all, First::resident)),
                heap == 0 ? "–" : number(heap));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static double median(List<First> all, ToDoubleFunction<First> figure) {
        return all.stream().mapToDouble(figure).sorted().toArray()[all.size() / 2];
    }
}
