package dev.gongrelay.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What stands in for Lambda before one process of a function: hands it events, and takes its answers. */
interface LambdaStandIn extends AutoCloseable {
    /** What to start, so that a function runs that has this command. */
    List<String> command(List<String> function);

    /**
     * The environment variables that differ between stand-ins.
     *
     * @param settings the function's own, which may ask for SnapStart
     */
    Map<String, String> variables(Map<String, String> settings);

    /** When the function was first ready for an event; fails with what is known when it could not start. */
    CompletableFuture<Instant> firstPoll();

    /** Hands an event to the function; fails if no answer can come any more. */
    CompletableFuture<Reply> send(String event, Duration timeLimit);

    /** Whether the function went through SnapStart before its first event. */
    default boolean snapshotTaken() {
        return false;
    }

    /** How often the function fetched AWS credentials, instead of reading them from its environment. */
    default int credentialRequests() {
        return 0;
    }

    /** What was started has ended: fails whatever is or will be asked of the function. */
    void end(Throwable reason);

    @Override
    void close();
}
