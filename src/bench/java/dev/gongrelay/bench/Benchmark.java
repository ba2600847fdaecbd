package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.people.Reading;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures what a recording costs the packaged function and, by turns with it, what people would otherwise use, and
 * prints it as tables in Markdown. Every recording's bytes are checked. Settings are system properties:
 *
 * <ul>
 *   <li>{@code bench.sizes}: of the recordings, such as {@code 10MB,100MB,1.5GB};
 *   <li>{@code bench.rounds}: how often everyone has a turn when warm;
 *   <li>{@code bench.audit}: how many recordings to audit instead, a multiple of 250;
 *   <li>{@code bench.against}: folders of unpacked JVM packages to measure beside, such as those from before a change;
 *   <li>{@code bench.jvm}: further options of the JVM;
 *   <li>{@code relay.bootstrap}: a native executable to measure instead of the JVM package;
 *   <li>{@code relay.java.home}: the JDK that runs the JVM package.
 * </ul>
 */
final class Benchmark {
    /** A turn is long enough for CPU time that is counted in steps of 10 ms. */
    private static final long TURN_BYTES = 300_000_000;
    /** Bytes, and at most so many recordings, until the JVM has compiled what matters. */
    private static final long WARMING_BYTES = 4_500_000_000L;

    private static final int WARMING_RECORDINGS = 50;

    private final Loopback loopback;
    private final Scripts scripts;
    private final int rounds = Integer.getInteger("bench.rounds", 5);
    private int recordings;

    private Benchmark(Loopback loopback, Scripts scripts) {
        this.loopback = loopback;
        this.scripts = scripts;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = TemporaryFolder.create();
        Scripts scripts = new Scripts();
        Table table = new Table();
        String starts;
        String lookups;
        try (Loopback loopback = new Loopback()) {
            if (Integer.getInteger("bench.audit", 0) > 0) {
                System.out.println(new Audits(loopback).measure(ours(), Integer.getInteger("bench.audit")));
                return;
            }
            Benchmark benchmark = new Benchmark(loopback, scripts);
            for (String size : list("bench.sizes", "10MB,100MB,1.5GB")) {
                table.add(benchmark.measure(new GeneratedMedia(ByteSize.parse(size))));
            }
            starts = new Starts(loopback, benchmark.rounds).measure(ours(), folder);
            lookups = new Lookups(loopback, benchmark.rounds).measure(ours()) + "\n"
                    + Reading.measure(GeneratedUsers.COUNT);
        } finally {
            TemporaryFolder.delete(folder);
        }
        System.out.println(table.markdown() + "\n\n" + starts + "\n" + lookups + "\n\n" + surroundings(scripts));
    }

    /** Everyone has a new process, so that its peaks are those of this size. */
    private List<Figures> measure(GeneratedMedia media) throws IOException, InterruptedException {
        String sha256 = media.sha256();
        int many = (int) Math.max(1, TURN_BYTES / media.sizeBytes());
        int warming = (int) Math.min(WARMING_RECORDINGS, WARMING_BYTES / media.sizeBytes() - 1);
        Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
        try {
            start(turns);
            for (Contender contender : turns.keySet()) {
                turns.get(contender).add(turn(contender, media, sha256, 1));
                turn(contender, media, sha256, warming);
            }
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : turns.keySet()) {
                    turns.get(contender).add(turn(contender, media, sha256, many));
                }
                System.err.println(ByteSize.format(media.sizeBytes()) + ": " + round + " of " + rounds + " rounds");
            }
            return turns.entrySet().stream()
                    .map(each -> Figures.of(each.getKey(), media, each.getValue()))
                    .toList();
        } finally {
            turns.keySet().forEach(Contender::close);
        }
    }

    private void start(Map<Contender, List<Turn>> turns) throws IOException {
        Map<String, String> settings = loopback.functionSettings();
        Artifact ours = ours();
        turns.put(new FunctionContender("Gong Relay, " + ours.name(), ours, settings), new ArrayList<>());
        for (String other : list("bench.against", "")) {
            Artifact theirs = Artifact.jvmPackage(Path.of(other).toAbsolutePath());
            turns.put(new FunctionContender(other, theirs.with(jvmOptions()), settings), new ArrayList<>());
        }
        scripts.start(loopback.scriptSettings()).forEach(script -> turns.put(script, new ArrayList<>()));
    }

    private static Artifact ours() {
        return Artifact.given().with(jvmOptions());
    }

    private static String[] jvmOptions() {
        return list("bench.jvm", "").toArray(String[]::new);
    }

    /** So many recordings, one after another. */
    private Turn turn(Contender contender, GeneratedMedia media, String sha256, int many) throws InterruptedException {
        Duration cpu = contender.cpu();
        long nanos = 0;
        for (int i = 0; i < many; i++) {
            String key = media.sizeBytes() + "-" + ++recordings + ".wav";
            long began = System.nanoTime();
            contender.relay(key);
            nanos += System.nanoTime() - began;
            loopback.check(media, sha256);
        }
        return new Turn(
                many * media.sizeBytes(),
                Duration.ofNanos(nanos),
                contender.cpu().minus(cpu));
    }

    private static List<String> list(String property, String otherwise) {
        return Stream.of(System.getProperty(property, otherwise).split(","))
                .filter(each -> !each.isBlank())
                .toList();
    }

    private static String surroundings(Scripts scripts) throws InterruptedException {
        String processor = Command.output("sh", "-c", "grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: //'")
                .orElse(System.getProperty("os.arch"));
        Artifact ours = ours();
        String java = ours.hasJvm()
                ? Command.output(ours.command().get(0), "--version")
                                .orElse("")
                                .lines()
                                .findFirst()
                                .orElse("") + "; "
                : "";
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " processors for all processes; " + java
                + scripts.versions();
    }
}
