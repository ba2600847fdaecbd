package dev.gongrelay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Counts the calls of the kernel with which a process reads and writes, by strace. */
final class SystemCalls {
    private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
    private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
    /** A line of its summary: share, seconds, microseconds for each, calls, failed ones if there are any, name. */
    private static final Pattern LINE =
            Pattern.compile("^ *[\\d.]+ +[\\d.]+ +\\d+ +(\\d+)(?: +\\d+)? +(\\w+)$", Pattern.MULTILINE);

    private final Process strace;
    private final Path summary;

    /** How often a process read and wrote. */
    record Counts(long reads, long writes) {}

    private SystemCalls(Process strace, Path summary) {
        this.strace = strace;
        this.summary = summary;
    }

    /**
     * Begins to count, which slows the process down.
     *
     * @throws IOException if there is no strace, or it may not look at the process
     */
    static SystemCalls of(long pid) throws IOException, InterruptedException {
        Path summary = Files.createTempFile("system-calls", ".txt");
        Process strace = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-c",
                        "-e",
                        "trace=" + String.join(",", READS) + "," + String.join(",", WRITES),
                        "-o",
                        summary.toString(),
                        "-p",
                        Long.toString(pid))
                .start();
        BufferedReader says = strace.errorReader(StandardCharsets.UTF_8);
        String first = says.readLine();
        if (first == null || !first.contains("attached")) {
            strace.destroyForcibly().waitFor();
            Files.delete(summary);
            throw new IOException("strace does not attach: " + first);
        }
        return new SystemCalls(strace, summary);
    }

    /** Ends counting. */
    Counts end() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(strace.pid())).start().waitFor();
        strace.waitFor();
        String text = Files.readString(summary);
        Files.delete(summary);
        return counts(text);
    }

    /** What a summary says. */
    static Counts counts(String text) {
        return new Counts(sum(text, READS), sum(text, WRITES));
    }

    private static long sum(String text, Set<String> names) {
        return LINE.matcher(text)
                .results()
                .filter(line -> names.contains(line.group(2)))
                .map((MatchResult line) -> line.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
