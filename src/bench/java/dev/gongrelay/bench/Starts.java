package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Measures how long it takes from the start of a process, by turns with the others, and prints a table in Markdown. */
final class Starts {
    private static final GeneratedMedia MEDIA = new GeneratedMedia(10_000_000);

    private final Loopback loopback;
    private final int rounds;
    /** Beyond those of the benchmark, so that none has a receipt. */
    private int recordings = 1_000_000;

    /** @param rounds how often each is started */
    Starts(Loopback loopback, int rounds) {
        this.loopback = loopback;
        this.rounds = rounds;
    }

    /** One start, in milliseconds. */
    private record Start(double toFirstPoll, double firstRecording, Optional<ResidentMemory> resident) {}

    /**
     * Starts everyone again and again.
     *
     * @return the table
     */
    String measure(List<Supplier<Contender>> launchers) throws InterruptedException {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Supplier<Contender> launcher : launchers) {
                try (Contender contender = launcher.get()) {
                    starts.computeIfAbsent(contender.name(), none -> new ArrayList<>())
                            .add(start(contender));
                }
            }
        }
        MarkdownTable table = new MarkdownTable("start of", "first poll", "first 10 MB", "file MB", "anonymous MB");
        starts.forEach((name, all) -> table.add(
                name,
                milliseconds(all, Start::toFirstPoll),
                milliseconds(all, Start::firstRecording),
                megabytes(all, ResidentMemory::fileBacked),
                megabytes(all, ResidentMemory::anonymous)));
        return table.toString();
    }

    /**
     * The function with an archive of classes (application class-data sharing) that a run leaves.
     *
     * @param folder for the archive
     */
    Artifact archived(Artifact function, Path folder) throws InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        Artifact recording = function.with("-XX:ArchiveClassesAtExit=" + archive);
        try (PackagedFunction recorded = PackagedFunction.start(recording, loopback.functionSettings())) {
            FunctionContender.relay(recorded, nextKey());
            loopback.check(MEDIA, MEDIA.sha256());
            recorded.stop();
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException("The JVM has left no archive of classes");
        }
        return function.with("-XX:SharedArchiveFile=" + archive);
    }

    private Start start(Contender contender) throws InterruptedException {
        Optional<ResidentMemory> resident = contender.resident();
        long began = System.nanoTime();
        contender.relay(nextKey());
        double took = (System.nanoTime() - began) / 1e6;
        loopback.check(MEDIA, MEDIA.sha256());
        return new Start(contender.startTook().toNanos() / 1e6, took, resident);
    }

    private String nextKey() {
        return MEDIA.sizeBytes() + "-" + ++recordings + ".wav";
    }

    /** The median, and the best in parentheses. */
    private static String milliseconds(List<Start> starts, ToDoubleFunction<Start> figure) {
        double[] sorted = starts.stream().mapToDouble(figure).sorted().toArray();
        return String.format(Locale.ROOT, "%.0f (%.0f)", sorted[sorted.length / 2], sorted[0]);
    }

    private static String megabytes(List<Start> starts, ToDoubleFunction<ResidentMemory> figure) {
        double[] sorted = starts.stream()
                .flatMap(start -> start.resident().stream())
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return sorted.length == 0 ? "–" : ResidentMemory.megabytes((long) sorted[sorted.length / 2]);
    }
}
