package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** One request and its answer, with the fault that befalls it; on the event loop alone. */
final class Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Fault fault;
    private final Consumer<Runnable> stopped;
    private final RequestEntry entry;
    private final Pace pace;
    private final long startedNanos;
    private IntConsumer onAnswer = status -> {};
    private Consumer<String> onBreak = reason -> {};
    private Consumer<byte[]> onChunk = chunk -> {};
    private boolean stoppedOnce;
    private volatile boolean silent;
    private volatile boolean over;
    /** Perhaps not to the end: then nothing more comes for as long as the client bears it. */
    private volatile boolean answeredRaw;

    /**
     * @param stopped is given what resumes a request that is read no further
     */
    Exchange(
            Vertx vertx,
            Pace pace,
            HttpServerRequest request,
            RequestEntry entry,
            Fault fault,
            Consumer<Runnable> stopped) {
        this.vertx = vertx;
        this.pace = pace;
        this.startedNanos = pace.nanos();
        this.request = request;
        this.entry = entry;
        this.fault = fault;
        this.stopped = stopped;
        request.pause();
        request.exceptionHandler(e -> broken());
        request.response().exceptionHandler(e -> broken());
        request.response().closeHandler(none -> broken());
        request.handler(this::chunk);
    }

    HttpServerRequest request() {
        return request;
    }

    /** What the log knows of it. */
    RequestEntry entry() {
        return entry;
    }

    /** Says who is told how it ended: with an answer of this status, or broken for this reason. */
    void whenOver(IntConsumer answered, Consumer<String> broken) {
        onAnswer = answered;
        onBreak = broken;
    }

    /** Answers at once if that is this request's fault; says whether it did. */
    boolean failsBeforeBody() {
        if (fault.kind() == Fault.Kind.ANSWER_BEFORE_BODY) {
            sendScripted();
        }
        if (fault.kind() == Fault.Kind.RAW_BEFORE_BODY) {
            sendRaw();
        }
        return over;
    }

    /** Whether what is sent is kept when it is right. */
    boolean keeps() {
        return switch (fault.kind()) {
            case ANSWER_AFTER_BODY, CLOSE_AFTER_BODY, NEVER_ANSWER, RAW_AFTER_BODY, RAW_AFTER_BODY_THEN_CLOSE ->
                fault.accepted();
            default -> true;
        };
    }

    /** Whether its fault is that nothing happens any more, for as long as the client bears it; on any thread. */
    boolean isSilent() {
        return over ? answeredRaw && channel().isOpen() : silent;
    }

    /** How many bytes of the body were read; on any thread. */
    long received() {
        return entry.received();
    }

    /** Reads the body and hands it on, until there is an answer. */
    void read(Consumer<byte[]> chunks, Runnable end) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        onChunk = chunks;
        request.endHandler(none -> {
            if (!over) {
                end.run();
            }
        });
        if (fault.kind() == Fault.Kind.READ_SLOWLY) {
            request.fetch(1);
        } else {
            request.resume();
            befall();
        }
    }

    /** Goes on reading, if this request is one that is read no further. */
    void readOn() {
        if (stoppedOnce) {
            request.resume();
        }
    }

    private void chunk(Buffer chunk) {
        entry.received(chunk.length());
        if (fault.kind() == Fault.Kind.RESET) {
            // Before the chunk is handed on: it may be the last, and then be answered.
            befall();
        }
        if (!over) {
            onChunk.accept(chunk.getBytes());
            befall();
        }
    }

    private void befall() {
        if (over) {
            return;
        }
        long bytes = fault.bytes();
        boolean due = received() >= bytes;
        switch (fault.kind()) {
            case RESET -> {
                if (due) {
                    reset();
                }
            }
            case STOP_READING -> {
                if (due && !stoppedOnce) {
                    stopReading();
                }
            }
            case READ_SLOWLY -> {
                long aheadMillis = 1000 * received() / bytes - (pace.nanos() - startedNanos) / 1_000_000;
                pace.after(Duration.ofMillis(aheadMillis), vertx, () -> request.fetch(1));
            }
            default -> {}
        }
    }

    private void stopReading() {
        stoppedOnce = true;
        request.pause();
        if (fault.pause() == null) {
            silent = true;
            stopped.accept(() -> {
                silent = false;
                request.resume();
            });
        } else {
            pace.after(fault.pause(), vertx, request::resume);
        }
    }

    /** Sends an error as Gong does. */
    void refuse(int status, List<String> errors) {
        refuse(status, errors, Map.of());
    }

    /** Sends an error as Gong does, with these headers too. */
    void refuse(int status, List<String> errors, Map<String, String> headers) {
        ObjectNode body = JSON.createObjectNode().put("requestId", entry.requestId());
        errors.forEach(body.putArray("errors")::add);
        answer(status, body, headers);
    }

    /** Sends an answer, unless this request's fault is that another or none is sent. */
    void answer(int status, JsonNode body, Map<String, String> headers) {
        if (over) {
            return;
        }
        switch (fault.kind()) {
            case ANSWER_AFTER_BODY -> sendScripted();
            case RAW_AFTER_BODY, RAW_AFTER_BODY_THEN_CLOSE -> sendRaw();
            case CLOSE_AFTER_BODY -> request.connection().close();
            case NEVER_ANSWER -> {
                silent = true;
                onChunk = chunk -> {};
                request.resume();
            }
            default -> {
                Map<String, String> all = new TreeMap<>(headers);
                all.put("Content-Type", "application/json");
                send(status, all, body.toString(), Words.of(body));
            }
        }
    }

    private void sendScripted() {
        send(fault.status(), fault.headers(), fault.body(), Words.of(fault.body()));
    }

    private void send(int status, Map<String, String> headers, String body, String words) {
        over = true;
        entry.answered(status, words);
        onAnswer.accept(status);
        HttpServerResponse response = request.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        response.end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
        request.resume();
    }

    private void sendRaw() {
        over = true;
        entry.answered(fault.status(), "no answer, but the bytes " + Words.beginning(fault.body()));
        onAnswer.accept(fault.status());
        RawAnswer.send(request, fault);
        answeredRaw = fault.endless().isEmpty();
        request.resume();
    }

    /** Ends the connection so that the client's side sees a reset. */
    private void reset() {
        Channel channel = channel();
        broken();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.newPromise());
        }
    }

    private Channel channel() {
        return ((ConnectionBase) request.connection()).channel();
    }

    private void broken() {
        if (!over) {
            over = true;
            String reason = "the connection ended after " + received() + " bytes";
            entry.broken(reason);
            onBreak.accept(reason);
        }
    }
}
