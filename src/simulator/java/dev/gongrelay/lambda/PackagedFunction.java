package dev.gongrelay.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * One running process of a packaged function, as Lambda would run it: fed with events, frozen, killed and measured.
 * Needs a POSIX shell, and Linux to tell how much memory is resident. The process and its folder end with this object,
 * and with the JVM that made it, however that ends.
 *
 * <p>Safe for use by several threads.
 */
public final class PackagedFunction implements AutoCloseable {
    /** The longest time limit that Lambda knows. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Path LOGS = Artifact.TARGET.resolve("function-logs");
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(");
    private static final long MEBIBYTE = 1024 * 1024;

    private final Artifact artifact;
    private final LambdaStandIn lambda;
    private final FunctionProcess process;
    private final FunctionFolder folder;
    private final Path log;
    private final Path collections;
    private final Instant started;

    /**
     * Starts a function and waits until it asks for its first event.
     *
     * @param environment its settings; they win over what Lambda sets for every function
     * @throws IllegalStateException when it ends, reports that it can't start, or hasn't asked within 60 s; the message
     *     holds its log
     */
    public static PackagedFunction start(Artifact artifact, Map<String, String> environment) {
        try {
            LambdaStandIn lambda = standIn(artifact);
            PackagedFunction function = started(artifact, environment, lambda);
            try {
                lambda.firstPoll()
                        .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join();
                return function;
            } catch (CompletionException e) {
                function.close();
                throw new IllegalStateException("The function did not start; its log:\n" + function.log(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LambdaStandIn standIn(Artifact artifact) throws IOException {
        Path emulator = artifact.emulator();
        return emulator == null ? new LambdaRuntimeApi() : RuntimeInterfaceEmulator.of(emulator);
    }

    private static PackagedFunction started(Artifact artifact, Map<String, String> environment, LambdaStandIn lambda)
            throws IOException {
        try {
            return new PackagedFunction(artifact, environment, lambda);
        } catch (IOException e) {
            lambda.close();
            throw e;
        }
    }

    private PackagedFunction(Artifact artifact, Map<String, String> environment, LambdaStandIn lambda)
            throws IOException {
        this.artifact = artifact;
        this.lambda = lambda;
        log = Files.createTempFile(Files.createDirectories(LOGS), artifact.name() + "-", ".log");
        collections = Path.of(log + ".gc");
        folder = FunctionFolder.create(artifact);
        Artifact own = artifact.with(
                "-Djava.io.tmpdir=" + folder.temporary(), "-Xlog:gc:file=\"" + collections + "\"", "-XX:-UsePerfData");
        List<String> command = own.hasJvm()
                ? own.with(ClientLibrary.option(folder.temporary())).command()
                : own.command();
        var program = new ProcessBuilder(lambda.command(command))
                .directory(folder.task().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        program.environment().clear();
        program.environment().putAll(LambdaEnvironment.of(folder));
        program.environment().putAll(lambda.variables(environment));
        program.environment().putAll(artifact.environment());
        program.environment().putAll(environment);
        started = Instant.now();
        process = new FunctionProcess(program, artifact.emulator() != null, folder.root());
        String what = artifact.emulator() == null ? "The function" : "AWS's emulator";
        CompletableFuture<Void> ignored = process.onExit()
                .thenAccept(exitCode -> lambda.end(new IllegalStateException(
                        what + " ended with exit code " + exitCode + "; its log:\n" + log())));
    }

    /**
     * Sends an event and waits for the answer.
     *
     * @throws CompletionException when the function ends before it answers
     */
    public Reply invoke(String event) {
        return send(event, LONGEST).join();
    }

    /**
     * Sends an event. Fails when the function ends before it answers.
     *
     * @param timeLimit the function's time limit; as in Lambda, the process is killed when it ends
     */
    public CompletableFuture<Reply> send(String event, Duration timeLimit) {
        return lambda.send(event, timeLimit)
                .orTimeout(timeLimit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reply, failure) -> {
                    if (failure instanceof TimeoutException) {
                        kill();
                    }
                });
    }

    /** Freezes the process, as Lambda does between events. */
    public void freeze() {
        signal("STOP");
    }

    /** Resumes a frozen process. */
    public void thaw() {
        signal("CONT");
    }

    /** Kills the process at once, and waits until it has ended. */
    public void kill() {
        process.kill();
    }

    /** Asks the process to end, and waits until it has. */
    public void stop() {
        process.stop();
    }

    /**
     * Whether it went through SnapStart before its first request for an event, which takes {@code
     * AWS_LAMBDA_INITIALIZATION_TYPE=snap-start}.
     */
    public boolean snapshotWasTaken() {
        return lambda.snapshotTaken();
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** Its copy of the package, which stays whole until this is closed even if the project is built again. */
    public Artifact artifact() {
        return new Artifact(
                artifact.name(), folder.task(), artifact.command(), artifact.environment(), artifact.emulator());
    }

    /** Its own folder, which is deleted at the end. */
    Path folder() {
        return folder.root();
    }

    /** How often it fetched AWS credentials, as functions restored from a snapshot do. */
    public int credentialRequests() {
        return lambda.credentialRequests();
    }

    /** From the start of the process to its first request for an event. */
    public Duration timeToFirstPoll() {
        return Duration.between(started, lambda.firstPoll().join());
    }

    /** The most memory that the process has had resident so far, in bytes. It must not have ended. */
    public long peakResidentBytes() {
        return process.peakResidentBytes();
    }

    /**
     * The most heap that was in use when it was collected so far, in bytes; empty when it was not, and without a JVM.
     */
    public OptionalLong peakHeapBytes() {
        if (!Files.exists(collections)) {
            return OptionalLong.empty();
        }
        try {
            return COLLECTION
                    .matcher(Files.readString(collections))
                    .results()
                    .mapToLong(collection -> MEBIBYTE * Long.parseLong(collection.group(1)))
                    .max();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CPU time that the process has used so far, in steps of 10 ms. It must not have ended. */
    public Duration cpu() {
        return process.cpu();
    }

    /** The file with the process's standard output and standard error, which is kept. */
    public Path logFile() {
        return log;
    }

    /** What the process has written to its standard output and standard error so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
        lambda.close();
    }

    private void signal(String name) {
        if (!process.signal(name)) {
            throw new IllegalStateException("The function has ended; its log:\n" + log());
        }
    }
}
