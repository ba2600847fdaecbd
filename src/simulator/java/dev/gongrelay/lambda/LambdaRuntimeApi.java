package dev.gongrelay.lambda;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Runtime API on loopback, for one function process at a time: hands out events one after another to a long
 * poll, and takes the answers (AWS, "Using the Lambda runtime API for custom runtimes", version 2018-06-01; the restore
 * calls of SnapStart as the Java runtime interface client 2.9.0 makes them).
 *
 * <p>Safe for use by several threads.
 */
public final class LambdaRuntimeApi implements LambdaStandIn {
    static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:gong-relay";

    /** The path that credentials are fetched from. */
    private static final String CREDENTIALS = "/credentials";

    private static final String SNAP_START = "snap-start";
    private static final String ROOT = "/2018-06-01/runtime/";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final CompletableFuture<Instant> firstPoll = new CompletableFuture<>();
    private final Queue<Invocation> waiting = new ArrayDeque<>();
    private final Map<String, Running> running = new HashMap<>();
    private volatile boolean snapshotTaken;
    private volatile int credentialRequests;
    private @Nullable HttpServerResponse poll;
    private @Nullable Throwable end;

    private record Invocation(String event, Duration timeLimit, CompletableFuture<Reply> reply) {}

    private record Running(Invocation invocation, long sinceNanos) {}

    /** Starts one on a free port. */
    public LambdaRuntimeApi() {
        this(0);
    }

    /** Starts one on this port of loopback, or a free one if it is 0. */
    public LambdaRuntimeApi(int port) {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Host and port, as {@code AWS_LAMBDA_RUNTIME_API} wants it. */
    public String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    @Override
    public List<String> command(List<String> function) {
        return function;
    }

    /** Credentials are in the environment; with SnapStart in the container (AWS, "Lambda SnapStart", 2025-11). */
    @Override
    public Map<String, String> variables(Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>(Map.of("AWS_LAMBDA_RUNTIME_API", address()));
        if (SNAP_START.equals(settings.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + address() + CREDENTIALS);
            variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "local");
        } else {
            variables.put("AWS_ACCESS_KEY_ID", "local");
            variables.put("AWS_SECRET_ACCESS_KEY", "local");
        }
        return variables;
    }

    /** When the function first asked for an event; fails with what it reported when it could not start. */
    @Override
    public CompletableFuture<Instant> firstPoll() {
        return firstPoll;
    }

    /** Whether the function reported that a snapshot can be taken, and continued as if restored from it. */
    @Override
    public boolean snapshotTaken() {
        return snapshotTaken;
    }

    /** How often the function fetched AWS credentials from {@link #CREDENTIALS}. */
    @Override
    public int credentialRequests() {
        return credentialRequests;
    }

    /**
     * Hands an event to the function, after those already waiting.
     *
     * @param timeLimit what the function is told it has from when it gets the event
     */
    @Override
    public synchronized CompletableFuture<Reply> send(String event, Duration timeLimit) {
        var invocation = new Invocation(event, timeLimit, new CompletableFuture<>());
        if (end == null) {
            waiting.add(invocation);
            handOut();
        } else {
            invocation.reply.completeExceptionally(end);
        }
        return invocation.reply;
    }

    /** Fails all events, sent or yet to be sent, because no answer will come. */
    @Override
    public synchronized void end(Throwable reason) {
        end = reason;
        poll = null;
        firstPoll.completeExceptionally(reason);
        waiting.forEach(invocation -> invocation.reply.completeExceptionally(reason));
        waiting.clear();
        running.values().forEach(event -> event.invocation.reply.completeExceptionally(reason));
        running.clear();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path().startsWith(ROOT) ? request.path().substring(ROOT.length()) : "";
        String[] parts = path.split("/");
        if (request.method().equals(HttpMethod.GET) && path.equals("invocation/next")) {
            next(request);
        } else if (request.path().equals(CREDENTIALS)) {
            credentials(request);
        } else if (request.method().equals(HttpMethod.GET) && path.equals("restore/next")) {
            snapshotTaken = true;
            request.response().end();
        } else if (request.method().equals(HttpMethod.POST)
                && (path.equals("init/error") || path.equals("restore/error"))) {
            request.bodyHandler(body -> {
                firstPoll.completeExceptionally(new IllegalStateException(path + ": " + body));
                request.response().setStatusCode(202).end("{\"status\":\"OK\"}");
            });
        } else if (request.method().equals(HttpMethod.POST)
                && parts.length == 3
                && Set.of("response", "error").contains(parts[2])) {
            request.bodyHandler(body -> answer(parts[1], parts[2].equals("error"), body, request.response()));
        } else if (request.method().equals(HttpMethod.POST) && parts.length == 3 && parts[2].equals("requeue")) {
            request.bodyHandler(body -> takeBack(parts[1], request.response()));
        } else {
            request.response().setStatusCode(404).end("{\"errorType\":\"NoSuchPath\"}");
        }
    }

    private synchronized void next(HttpServerRequest request) {
        poll = request.response();
        request.connection().closeHandler(closed -> {
            synchronized (this) {
                poll = poll == request.response() ? null : poll;
            }
        });
        firstPoll.complete(Instant.now());
        handOut();
    }

    /** Credentials as the SDK's container credentials provider expects them. */
    private synchronized void credentials(HttpServerRequest request) {
        credentialRequests++;
        request.response()
                .end("{\"AccessKeyId\":\"local\",\"SecretAccessKey\":\"local\",\"Token\":\"local\",\"Expiration\":\""
                        + Instant.now().plus(Duration.ofHours(1)) + "\"}");
    }

    private void handOut() {
        if (poll == null || waiting.isEmpty()) {
            return;
        }
        HttpServerResponse response = poll;
        Invocation invocation = waiting.remove();
        poll = null;
        String id = UUID.randomUUID().toString();
        running.put(id, new Running(invocation, System.nanoTime()));
        response.putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", id)
                .putHeader(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(Instant.now().plus(invocation.timeLimit).toEpochMilli()))
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", FUNCTION_ARN)
                .putHeader(
                        "Lambda-Runtime-Trace-Id",
                        "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0")
                .end(invocation.event);
    }

    private synchronized void answer(String id, boolean failed, Buffer body, HttpServerResponse response) {
        Running event = running.remove(id);
        if (event == null) {
            response.setStatusCode(400).end("{\"errorType\":\"InvalidRequestID\"}");
            return;
        }
        response.setStatusCode(202).end("{\"status\":\"OK\"}");
        event.invocation.reply.complete(
                new Reply(failed, body.toString(), Duration.ofNanos(System.nanoTime() - event.sinceNanos)));
    }

    /** Takes an event back: in dev mode, Quarkus loads changed code first, and asks for the event again. */
    private synchronized void takeBack(String id, HttpServerResponse response) {
        Running event = running.remove(id);
        if (event != null) {
            waiting.add(event.invocation);
        }
        response.setStatusCode(202).end();
        handOut();
    }
}
