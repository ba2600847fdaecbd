package dev.gongrelay.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * AWS's runtime interface emulator, which has the Runtime API of Lambda's own code. It starts the function as its child
 * with the first event, and again with the next one after the function has died. It takes one event at a time, gives
 * each {@link PackagedFunction#LONGEST}, and knows no SnapStart (github.com/aws/aws-lambda-runtime-interface-emulator,
 * {@code internal/lambda/rie}, 2026-10-30).
 *
 * <p>Safe for use by several threads.
 */
final class RuntimeInterfaceEmulator implements LambdaStandIn {
    /** What S3 sends to a new destination of its events. A function starts with the first event, so it gets this one. */
    private static final String ANNOUNCES_NOTHING = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}";

    private static final String HOST = "127.0.0.1:";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

    private final Path program;
    private final int port;
    private final int runtimeApiPort;
    private final URI events;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<Instant> firstPoll = new CompletableFuture<>();
    /** Fails when no answer can come any more. */
    private final CompletableFuture<Reply> end = new CompletableFuture<>();

    private RuntimeInterfaceEmulator(Path program) throws IOException {
        this.program = program;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var one = new ServerSocket(0, 1, loopback);
                var other = new ServerSocket(0, 1, loopback)) {
            port = one.getLocalPort();
            runtimeApiPort = other.getLocalPort();
        }
        events = URI.create("http://" + HOST + port + "/2015-03-31/functions/function/invocations");
    }

    /** Chooses free ports for an emulator, and sends it the first event as soon as it listens. */
    static RuntimeInterfaceEmulator of(Path program) throws IOException {
        var emulator = new RuntimeInterfaceEmulator(program);
        emulator.startFunction();
        return emulator;
    }

    /** Where it takes events. */
    int port() {
        return port;
    }

    @Override
    public List<String> command(List<String> function) {
        Stream<String> own = Stream.of(
                program.toString(),
                "--runtime-interface-emulator-address",
                HOST + port,
                "--runtime-api-address",
                HOST + runtimeApiPort);
        return Stream.concat(own, function.stream()).toList();
    }

    @Override
    public Map<String, String> variables(Map<String, String> settings) {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "AWS_LAMBDA_FUNCTION_TIMEOUT",
                Long.toString(PackagedFunction.LONGEST.toSeconds()));
    }

    /** When the function had answered an event that announces nothing. */
    @Override
    public CompletableFuture<Instant> firstPoll() {
        return firstPoll;
    }

    /** @throws IllegalArgumentException if the event is to have another time limit than all others */
    @Override
    public CompletableFuture<Reply> send(String event, Duration timeLimit) {
        if (!timeLimit.equals(PackagedFunction.LONGEST)) {
            throw new IllegalArgumentException("AWS's emulator gives each event " + PackagedFunction.LONGEST);
        }
        return post(event).applyToEither(end, reply -> reply);
    }

    @Override
    public void end(Throwable reason) {
        end.completeExceptionally(reason);
        firstPoll.completeExceptionally(reason);
    }

    @Override
    public void close() {
        end(new IllegalStateException("The function was closed"));
    }

    private void startFunction() {
        var ignored = post(ANNOUNCES_NOTHING).whenComplete((reply, failure) -> {
            if (failure == null && !reply.failed()) {
                firstPoll.complete(Instant.now());
            } else if (failure == null) {
                firstPoll.completeExceptionally(new IllegalStateException(reply.body()));
            } else if (!(failure.getCause() instanceof ConnectException)) {
                firstPoll.completeExceptionally(failure);
            } else if (!end.isDone()) {
                SOON.execute(this::startFunction);
            }
        });
    }

    private CompletableFuture<Reply> post(String event) {
        long since = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(events)
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> reply(answer, Duration.ofNanos(System.nanoTime() - since)));
    }

    /** It drops the header that tells errors from responses; only errors have a type. */
    private static Reply reply(HttpResponse<String> answer, Duration took) {
        String body = answer.body();
        try {
            if (answer.statusCode() == 200) {
                return new Reply(JSON.readTree(body).has("errorType"), body, took);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The function did not answer; AWS's emulator says: " + body, e);
        }
        throw new IllegalStateException(
                "The function ended before it answered; AWS's emulator says " + answer.statusCode() + ": " + body);
    }
}
