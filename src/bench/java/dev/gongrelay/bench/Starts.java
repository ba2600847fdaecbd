package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measures how long a function takes from the start of its process, and prints a table in Markdown. */
final class Starts {
    private static final String HEAD = """
            | start of | to the first poll, ms | its first 10 MB, ms | resident at the first poll, MB |
            |---|--:|--:|--:|
            """;
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

    /** One start, in milliseconds and megabytes. */
    private record Start(double toFirstPoll, double firstEvent, double resident) {}

    /**
     * Starts the function again and again; where it has a JVM, by turns with and without an archive of classes
     * (application class-data sharing) that an earlier run left.
     *
     * @param folder for the archive
     * @return the table
     */
    String measure(Artifact function, Path folder) throws InterruptedException {
        List<Artifact> artifacts = new ArrayList<>(List.of(function));
        if (function.hasJvm()) {
            artifacts.add(archived(function, folder.resolve("classes.jsa")));
        }
        List<List<Start>> starts = new ArrayList<>();
        artifacts.forEach(artifact -> starts.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < artifacts.size(); i++) {
                starts.get(i).add(start(artifacts.get(i)));
            }
        }
        StringBuilder table = new StringBuilder(HEAD);
        for (int i = 0; i < artifacts.size(); i++) {
            String how = i == 0 ? "" : " with AppCDS";
            table.append(String.format(
                    Locale.ROOT,
                    "| Gong Relay, %s%s | %.0f | %.0f | %.0f |%n",
                    function.name(),
                    how,
                    median(starts.get(i), Start::toFirstPoll),
                    median(starts.get(i), Start::firstEvent),
                    median(starts.get(i), Start::resident)));
        }
        return table.toString();
    }

    private Artifact archived(Artifact function, Path archive) throws InterruptedException {
        Artifact recording = function.with("-XX:ArchiveClassesAtExit=" + archive);
        try (PackagedFunction recorded = PackagedFunction.start(recording, loopback.functionSettings())) {
            relay(recorded);
            recorded.stop();
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException("The JVM has left no archive of classes");
        }
        return function.with("-XX:SharedArchiveFile=" + archive);
    }

    private Start start(Artifact artifact) throws InterruptedException {
        try (PackagedFunction function = PackagedFunction.start(artifact, loopback.functionSettings())) {
            double resident = function.peakResidentBytes() / 1e6;
            double toFirstPoll = function.timeToFirstPoll().toNanos() / 1e6;
            return new Start(toFirstPoll, relay(function), resident);
        }
    }

    /** The milliseconds that it took. */
    private double relay(PackagedFunction function) throws InterruptedException {
        var reply = function.invoke(FunctionContender.event(MEDIA.sizeBytes() + "-" + ++recordings + ".wav"));
        if (reply.failed()) {
            throw new IllegalStateException(reply.body() + "\n" + function.log());
        }
        loopback.check(MEDIA, MEDIA.sha256());
        return reply.took().toNanos() / 1e6;
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return starts.stream().mapToDouble(figure).sorted().toArray()[starts.size() / 2];
    }
}
