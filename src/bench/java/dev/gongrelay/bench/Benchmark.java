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
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures what a recording costs the packaged function and, by turns with it, what people would otherwise use, and
 * prints it as tables in Markdown. Every recording's bytes are checked. Settings are system properties:
 *
 * <ul>
 *   <li>{@code bench.sizes}: of the recordings, such as {@code 10MB,100MB,1.5GB};
 *   <li>{@code bench.rounds}: how often everyone has a turn when warm;
 *   <li>{@code bench.restores}: how often to start the JVM package, with and without a snapshot, instead;
 *   <li>{@code bench.audit}: how many recordings to audit instead, a multiple of 250;
 *   <li>{@code bench.soak}: how many small recordings to relay instead;
 *   <li>{@code bench.against}: folders of unpacked JVM packages to measure beside, such as those from before a change;
 *   <li>{@code bench.jvm}: further options of the JVM;
 *   <li>{@code relay.bootstrap}: a native executable to measure instead of the JVM package;
 *   <li>{@code relay.java.home}: the JDK that runs the JVM package.
 * </ul>
 */
final class Benchmark {
    /** Enough for a turn to measure CPU time in steps of 10 ms. */
    private static final long TURN_BYTES = 300_000_000;
    /** Until this many bytes, or recordings, the JVM has compiled what matters. */
    private static final long WARMING_BYTES = 4_500_000_000L;

    private static final int WARMING_RECORDINGS = 50;
    private static final String OURS = "Gong Relay, ";

    private final Loopback loopback;
    private final Scripts scripts;
    private final Report report = new Report();
    private final int rounds = Integer.getInteger("bench.rounds", 5);
    private int recordings;

    private Benchmark(Loopback loopback, Scripts scripts) {
        this.loopback = loopback;
        this.scripts = scripts;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Loopback loopback = new Loopback()) {
            if (Integer.getInteger("bench.audit", 0) > 0) {
                System.out.println(new Audits(loopback).measure(ours(), Integer.getInteger("bench.audit")));
            } else if (Integer.getInteger("bench.soak", 0) > 0) {
                System.out.println(new Soak(loopback).measure(ours(), Integer.getInteger("bench.soak")));
            } else if (Integer.getInteger("bench.restores", 0) > 0) {
                System.out.println(new Restores(loopback, Integer.getInteger("bench.restores")).measure(ours()));
            } else {
                System.out.println(new Benchmark(loopback, new Scripts()).measure());
            }
        }
    }

    private String measure() throws IOException, InterruptedException {
        for (String size : list("bench.sizes", "10MB,100MB,1.5GB")) {
            report.add(measure(new GeneratedMedia(ByteSize.parse(size))));
        }
        return report.markdown() + "\nStarts in turn, median (best), in milliseconds; memory at the first poll:\n\n"
                + starts() + "\n"
                + new Lookups(loopback, rounds).measure(ours()) + "\n"
                + Reading.measure(GeneratedUsers.COUNT) + "\n\n"
                + surroundings();
    }

    private String starts() throws InterruptedException {
        Path folder = TemporaryFolder.create();
        try {
            Starts starts = new Starts(loopback, rounds);
            List<Supplier<Contender>> launchers = new ArrayList<>(launchers());
            if (ours().hasJvm()) {
                Artifact archived = starts.archived(ours(), folder);
                launchers.add(1, () -> function(OURS + "jvm, AppCDS", archived));
            }
            return starts.measure(launchers);
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    /** Starts new processes for each size, so that their peaks are those of this size. */
    private List<Figures> measure(GeneratedMedia media) throws IOException, InterruptedException {
        String sha256 = media.sha256();
        int many = (int) Math.max(1, TURN_BYTES / media.sizeBytes());
        int warming = (int) Math.min(WARMING_RECORDINGS, WARMING_BYTES / media.sizeBytes() - 1);
        Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
        try {
            launchers().forEach(launcher -> turns.put(launcher.get(), new ArrayList<>()));
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
            List<Figures> all = new ArrayList<>();
            for (Contender contender : turns.keySet()) {
                all.add(figures(contender, media, sha256, turns.get(contender)));
            }
            return all;
        } finally {
            turns.keySet().forEach(Contender::close);
        }
    }

    private Figures figures(Contender contender, GeneratedMedia media, String sha256, List<Turn> turns)
            throws InterruptedException {
        return new Figures(
                contender.name(),
                media.sizeBytes(),
                turns.get(0),
                turns.subList(1, turns.size()),
                contender.resident(),
                contender.peakResidentBytes(),
                contender.peakHeapBytes(),
                slow(contender, media, sha256),
                calls(contender, media, sha256));
    }

    private Optional<Turn> slow(Contender contender, GeneratedMedia media, String sha256) throws InterruptedException {
        try (CpuShare share = CpuShare.create()) {
            share.limit(contender.pid());
            return Optional.of(turn(contender, media, sha256, 1));
        } catch (IOException e) {
            report.note("CPU share not measured: this user can't create control groups of CPU time.");
            return Optional.empty();
        }
    }

    private Optional<SystemCalls.Counts> calls(Contender contender, GeneratedMedia media, String sha256)
            throws InterruptedException {
        try {
            SystemCalls counted = SystemCalls.of(contender.pid());
            turn(contender, media, sha256, 1);
            return Optional.of(counted.end());
        } catch (IOException e) {
            report.note("Reads and writes not counted: no strace, or it may not attach to processes.");
            return Optional.empty();
        }
    }

    /** Starts a new process of each contender. The others are compared with the first. */
    private List<Supplier<Contender>> launchers() {
        List<Supplier<Contender>> launchers = new ArrayList<>();
        Artifact ours = ours();
        launchers.add(() -> function(OURS + ours.name(), ours));
        List<String> others = list("bench.against", "");
        for (int i = 0; i < others.size(); i++) {
            String name = "other " + (i + 1);
            Artifact theirs =
                    Artifact.jvmPackage(Path.of(others.get(i)).toAbsolutePath()).with(jvmOptions());
            launchers.add(() -> function(name, theirs));
        }
        launchers.addAll(scripts.launchers(loopback.scriptSettings()));
        return launchers;
    }

    private Contender function(String name, Artifact artifact) {
        return new FunctionContender(name, artifact, loopback.functionSettings());
    }

    private static Artifact ours() {
        return Artifact.given().with(jvmOptions());
    }

    private static String[] jvmOptions() {
        return list("bench.jvm", "").toArray(String[]::new);
    }

    /** Relays this many recordings, one after another. */
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

    private String surroundings() throws InterruptedException {
        String processor = Command.output("sh", "-c", "grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: //'")
                .orElse(System.getProperty("os.arch"));
        Artifact ours = ours();
        List<String> others = list("bench.against", "");
        String java = ours.hasJvm()
                ? Command.output(ours.command().get(0), "--version")
                                .orElse("")
                                .lines()
                                .findFirst()
                                .orElse("") + "; "
                : "";
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " processors for all processes; " + java
                + scripts.versions()
                + IntStream.range(0, others.size())
                        .mapToObj(i -> "; other " + (i + 1) + ": " + others.get(i))
                        .collect(Collectors.joining());
    }
}
