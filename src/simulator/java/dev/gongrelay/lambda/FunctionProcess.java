package dev.gongrelay.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The process of a function: the one that was started, or under AWS's emulator, its child. All of them end with this
 * JVM, however that ends.
 */
final class FunctionProcess {
    private static final String PEAK_RESIDENT = "VmHWM:";

    private final Process started;
    private final boolean emulated;
    private final Process guard;

    /** Those of the function when somebody last looked. */
    private volatile List<ProcessHandle> seen = List.of();

    /**
     * Starts a program.
     *
     * @param emulated whether it is the emulator, which starts the function
     * @param folder is deleted if this JVM is killed
     */
    FunctionProcess(ProcessBuilder program, boolean emulated, Path folder) throws IOException {
        this.emulated = emulated;
        started = program.start();
        // Its standard input ends with this JVM, also when that is killed; Ctrl-C on their terminal does not end it.
        // The emulator's child has a process group of its own.
        String children = emulated
                ? "for child in $(cat /proc/" + started.pid() + "/task/*/children); do kill -s KILL -- -$child; done; "
                : "";
        guard = shell("trap '' HUP INT TERM; cat > /dev/null; " + children + "kill -KILL " + started.pid()
                + "; rm -rf '" + folder + "'");
    }

    /** Ends with the exit code of what was started, the function or the emulator. */
    CompletableFuture<Integer> onExit() {
        return started.onExit().thenApply(ended -> {
            // The emulator's child outlives it if it crashes.
            seen.forEach(ProcessHandle::destroyForcibly);
            return ended.exitValue();
        });
    }

    /** @throws IllegalStateException if it has ended */
    long pid() {
        return processes().stream()
                .findFirst()
                .orElseThrow(FunctionProcess::ended)
                .pid();
    }

    /** Sends a signal such as {@code STOP}; false if it has ended. */
    boolean signal(String name) {
        String pids = processes().stream()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" "));
        return shell("kill -" + name + " " + pids).onExit().join().exitValue() == 0;
    }

    /** Ends all of it at once, and waits until it is gone. */
    void kill() {
        end(ProcessHandle::destroyForcibly);
    }

    /** Asks the function to end in order, and waits until it has. */
    void stop() {
        end(ProcessHandle::destroy);
    }

    /** The process is not looked after any more. */
    void close() {
        kill();
        guard.destroyForcibly();
    }

    /** In bytes. It must not have ended. */
    long peakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith(PEAK_RESIDENT))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CPU time used so far, in steps of 10 ms. It must not have ended. */
    Duration cpu() {
        return ProcessHandle.of(pid())
                .orElseThrow(FunctionProcess::ended)
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    private void end(Consumer<ProcessHandle> how) {
        List<ProcessHandle> children = emulated ? started.children().toList() : List.of();
        processes().forEach(how);
        // The emulator is their parent, and has to be there until they are gone.
        children.forEach(child -> child.onExit().join());
        if (emulated) {
            started.destroyForcibly();
        }
        started.onExit().join();
    }

    private List<ProcessHandle> processes() {
        seen = emulated ? started.descendants().toList() : List.of(started.toHandle());
        return seen;
    }

    private static IllegalStateException ended() {
        return new IllegalStateException("The function has ended");
    }

    private static Process shell(String script) {
        try {
            return new ProcessBuilder("sh", "-c", script).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
