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

/** One request and its answer, with the fault that strikes it. On the event loop only. */
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
    /** With bytes that may not be a whole answer, after which the client waits for more. */
    private volatile boolean answeredRaw;

    /** @param stopped receives what resumes a request whose reading has stopped */
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

    /** Its entry in the log. */
    RequestEntry entry() {
        return entry;
    }

    /** Registers what to call at its end: with the answer's status, or with the reason why it broke. */
    void whenOver(IntConsumer answered, Consumer<String> broken) {
        onAnswer = answered;
        onBreak = broken;
    }

    /** Answers at once if that is the fault; returns whether it did. */
    boolean failsBeforeBody() {
        if (fault.kind() == Fault.Kind.ANSWER_BEFORE_BODY) {
            sendScripted();
        }
        if (fault.kind() == Fault.Kind.RAW_BEFORE_BODY) {
            sendRaw();
        }
        return over;
    }

    /** Whether what it brings is kept if it is right. */
    boolean keeps() {
        return fault.keeps();
    }

    /** Whether nothing more happens until the client gives up; on any thread. */
    boolean isSilent() {
        return over ? answeredRaw && channel().isOpen() : silent;
    }

    /** How many bytes of the body were read; on any thread. */
    long received() {
        return entry.received();
    }

    /** Reads the body and passes it on, until there is an answer. */
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
            strike();
        }
    }

    /** Resumes reading if it has stopped. */
    void readOn() {
        if (stoppedOnce) {
            request.resume();
        }
    }

    private void chunk(Buffer chunk) {
        entry.received(chunk.length());
        if (fault.kind() == Fault.Kind.RESET) {
            // Before the chunk is passed on, because the last one is answered.
            strike();
        }
        if (!over) {
            onChunk.accept(chunk.getBytes());
            strike();
        }
    }

    /** Lets the fault strike if it is its moment. */
    private void strike() {
        boolean due = !over && received() >= fault.bytes();
        if (due && fault.kind() == Fault.Kind.RESET) {
            reset();
        } else if (due && fault.kind() == Fault.Kind.STOP_READING && !stoppedOnce) {
            stopReading();
        } else if (!over && fault.kind() == Fault.Kind.READ_SLOWLY) {
            long aheadMillis = 1000 * received() / fault.bytes() - (pace.nanos() - startedNanos) / 1_000_000;
            pace.after(Duration.ofMillis(aheadMillis), vertx, () -> request.fetch(1));
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

    /** Sends an error as Gong does, with these headers. */
    void refuse(int status, List<String> errors, Map<String, String> headers) {
        ObjectNode body = JSON.createObjectNode().put("requestId", entry.requestId());
        errors.forEach(body.putArray("errors")::add);
        answer(status, body, headers);
    }

    /** Sends an answer, unless the fault is that another one or none is sent. */
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

    /** Ends the connection with a reset. */
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
