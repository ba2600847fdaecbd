package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures what the first events cost a JVM, by turns without a snapshot and after a simulated restore from one
 * (SnapStart), and prints a table in Markdown.
 */
final class Restores {
    private static final String HEAD = """
            | the first recordings of 10 MB | first, ms | its CPU, ms | second, ms | its CPU, ms | tenth, ms | its CPU, ms | resident, MB |
            |---|--:|--:|--:|--:|--:|--:|--:|
            """;
    private static final int RECORDINGS = 10;
    private static final GeneratedMedia MEDIA = new GeneratedMedia(10_000_000);

    private final Loopback loopback;
    private final int rounds;
    /** Beyond the numbers of the benchmark, so that none has a receipt. */
    private int recordings = 2_000_000;

    /** @param rounds how often each is started */
    Restores(Loopback loopback, int rounds) {
        this.loopback = loopback;
        this.rounds = rounds;
    }

    /** One process: the time and the CPU of each recording, in milliseconds, and megabytes. */
    private record Run(List<Double> millis, List<Double> cpu, double resident) {}

    String measure(Artifact function) throws InterruptedException {
        List<Run> plain = new ArrayList<>();
        List<Run> restored = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            plain.add(run(function, "on-demand"));
            restored.add(run(function, "snap-start"));
        }
        return HEAD + row("without a snapshot", plain) + row("restored from one", restored);
    }

    private Run run(Artifact function, String initialization) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(loopback.functionSettings());
        settings.put("AWS_LAMBDA_INITIALIZATION_TYPE", initialization);
        List<Double> millis = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        try (PackagedFunction started = PackagedFunction.start(function, settings)) {
            for (int i = 0; i < RECORDINGS; i++) {
                Duration before = started.cpu();
                var reply = FunctionContender.relay(started, MEDIA.sizeBytes() + "-" + ++recordings + ".wav");
                cpu.add(started.cpu().minus(before).toMillis() * 1.0);
                millis.add(reply.took().toNanos() / 1e6);
                loopback.check(MEDIA, MEDIA.sha256());
            }
            return new Run(millis, cpu, started.peakResidentBytes() / 1e6);
        }
    }

    private static String row(String name, List<Run> runs) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        for (int i : new int[] {0, 1, RECORDINGS - 1}) {
            row.append(figure(runs, run -> run.millis().get(i)));
            row.append(figure(runs, run -> run.cpu().get(i)));
        }
        return row.append(figure(runs, Run::resident)).append('\n').toString();
    }

    private static String figure(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return String.format(
                Locale.ROOT, " %.0f (%.0f–%.0f) |", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }
}
