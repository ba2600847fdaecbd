package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.util.Locale;
import java.util.OptionalLong;

/** Has one process relay many small recordings, and shows its memory on the way: it should not grow with their number. */
final class Soak {
    private static final GeneratedMedia MEDIA = new GeneratedMedia(100_000);
    private static final int FIRST_LOOK = 100;

    private final Loopback loopback;

    Soak(Loopback loopback) {
        this.loopback = loopback;
    }

    /**
     * Relays them one after another, and checks each.
     *
     * @return the table, with a row after 100, 1,000 and so on, and after the last
     */
    String measure(Artifact artifact, int many) throws InterruptedException {
        MarkdownTable table =
                new MarkdownTable("recordings", "s", "CPU s", "file MB", "anonymous MB", "peak MB", "peak heap MB");
        String sha256 = MEDIA.sha256();
        int look = FIRST_LOOK;
        try (PackagedFunction function = PackagedFunction.start(artifact, loopback.functionSettings())) {
            long began = System.nanoTime();
            for (int relayed = 1; relayed <= many; relayed++) {
                FunctionContender.relay(function, MEDIA.sizeBytes() + "-" + relayed + ".wav");
                loopback.check(MEDIA, sha256);
                if (relayed == look || relayed == many) {
                    add(table, function, relayed, System.nanoTime() - began);
                    look *= 10;
                }
            }
        }
        return table.toString();
    }

    private static void add(MarkdownTable table, PackagedFunction function, int relayed, long nanos) {
        ResidentMemory resident = ResidentMemory.of(function.pid());
        OptionalLong heap = function.peakHeapBytes();
        table.add(
                String.format(Locale.ROOT, "%,d", relayed),
                String.format(Locale.ROOT, "%.0f", nanos / 1e9),
                String.format(Locale.ROOT, "%.1f", function.cpu().toMillis() / 1e3),
                ResidentMemory.megabytes(resident.fileBacked()),
                ResidentMemory.megabytes(resident.anonymous()),
                ResidentMemory.megabytes(function.peakResidentBytes()),
                heap.isPresent() ? ResidentMemory.megabytes(heap.getAsLong()) : "–");
        System.err.println(relayed + " recordings relayed");
    }
}
