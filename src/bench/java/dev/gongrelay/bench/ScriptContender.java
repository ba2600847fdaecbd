package dev.gongrelay.bench;

import dev.gongrelay.simulator.TemporaryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A script that says {@code ready}, reads keys from its standard input, a line each, and answers {@code ok} to each.
 */
final class ScriptContender implements Contender {
    /** As the kernel counts CPU time for programs: man 7 time, "The software clock, HZ, and jiffies". */
    private static final long TICKS_PER_SECOND = 100;

    private final String name;
    private final boolean alone;
    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private final Duration startTook;

    /** @param alone whether the process itself does the work, and no other that it starts */
    ScriptContender(String name, List<String> command, Map<String, String> settings, boolean alone) throws IOException {
        this.name = name;
        this.alone = alone;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        folder = TemporaryFolder.create();
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().putAll(settings);
        long began = System.nanoTime();
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        expect("ready");
        startTook = Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void relay(String key) {
        try {
            process.getOutputStream().write((key + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            expect("ok");
        } catch (IOException e) {
            throw new IllegalStateException(name + " does not answer", e);
        }
    }

    private void expect(String answer) throws IOException {
        String said = answers.readLine();
        if (!answer.equals(said)) {
            throw new IllegalStateException(name + " answered " + said);
        }
    }

    @Override
    public Duration startTook() {
        return startTook;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Optional<ResidentMemory> resident() {
        return alone ? Optional.of(ResidentMemory.of(process.pid())) : Optional.empty();
    }

    @Override
    public Duration cpu() {
        String[] fields = read("stat").replaceFirst(".*\\) ", "").split(" ");
        // From man 5 proc: utime, stime, cutime and cstime are fields 14 to 17, of which the first two are cut off.
        long ticks = Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    @Override
    public OptionalLong peakResidentBytes() {
        LongStream peak = read("status")
                .lines()
                .filter(line -> alone && line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")));
        return peak.findFirst();
    }

    @Override
    public OptionalLong peakHeapBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
