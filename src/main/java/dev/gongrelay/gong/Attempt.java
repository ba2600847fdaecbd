package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.time.NanoClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.mutiny.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to Gong and the body that is streamed into it, if any, tied together: neither outlives the other.
 * {@link GongConnection} knows where the exchange is; each state but the first has a limit, and so has the whole.
 *
 * <pre>
 *             connected               last byte out             head of the answer
 *  connecting ─────────► sending ───────────────────► waiting ─────────────────────► answering
 *                          │ no data accepted for        │ no answer for the           │ no end of it for the
 *                          │ the stall timeout, or       │ answer timeout              │ stall timeout: it ends here
 *                          │ the body fails              ▼                             ▼
 *                          └──────────────────────────► reset, with the reason        answered(status)
 * </pre>
 *
 * An answer, however early, or the end of the connection stops the reading of the body. Waiting for the body is not a
 * stall: its source has its own timeout. The REST client ties none of these together. Runs on the event loop.
 */
final class Attempt {
    /** How long Gong may accept no data, how long it may take to respond, and how long the whole may take. */
    record Limits(Duration stall, Duration answer, Duration timeLeft) {}

    private final Vertx vertx;
    private final Supplier<@Nullable HttpClientRequest> request;
    private final String name;
    private final Limits limits;
    private final NanoClock clock;
    private final long beganNanos;

    private GongConnection.Phase phase = GongConnection.Phase.IDLE;
    private long progressNanos;
    private long sentBytes;
    private long watch;
    private boolean bodyAwaited;
    private @Nullable RelayException reason;
    private @Nullable MediaPart part;
    /** Chunks that the REST client keeps while the connection accepts no more. */
    private final Queue<PooledBuffer> underWay = new ArrayDeque<>();

    /**
     * @param request the request on the wire; gives null until there is a connection for it
     * @param name of the request, for messages
     */
    Attempt(Vertx vertx, Supplier<@Nullable HttpClientRequest> request, String name, Limits limits, NanoClock clock) {
        this.vertx = vertx;
        this.request = request;
        this.name = name;
        this.limits = limits;
        this.clock = clock;
        this.beganNanos = clock.nanos();
        this.progressNanos = beganNanos;
    }

    void begin() {
        Context context = vertx.getOrCreateContext();
        long shortest = Collections.min(List.of(limits.stall, limits.answer, limits.timeLeft))
                .toMillis();
        long intervalMillis = Math.max(1, Math.min(1000, shortest / 20));
        context.runOnContext(ignored -> watch = vertx.setPeriodic(intervalMillis, timer -> check()));
    }

    /** The body under watch. */
    Multi<Buffer> watch(MediaPart body) {
        part = body;
        return new Watched(body);
    }

    /**
     * The request is over.
     *
     * @param status the answer's; 0 if there is none
     * @throws RelayException the reason, if this attempt ended the request (the HTTP client only sees a reset); also
     *     for answers that the HTTP client would take for a success
     */
    void answered(int status) {
        vertx.cancelTimer(watch);
        GongConnection connection = connection();
        boolean wholeSent = connection != null && connection.requestIsOut();
        if (part != null && wholeSent && leavesOpen(status)) {
            part.noteMaybeTaken();
        }
        if (reason != null) {
            throw reason;
        }
        if (part != null && !wholeSent && status >= 200 && status < 300) {
            throw new GongException(
                    FailureCode.GONG_UNAVAILABLE,
                    name + ": Gong answered " + status + " after only " + sentBytes + " bytes of the body");
        }
        if (status >= 300 && status < 400) {
            throw new PermanentException(
                    FailureCode.GONG_REFUSED,
                    name + ": Gong answered " + status + ", a redirect, which is not followed");
        }
    }

    /** Whether the whole body may have been taken all the same: no other answer tells that it was not. */
    private static boolean leavesOpen(int status) {
        return status == 0 || status == 408 || status >= 500;
    }

    private @Nullable GongConnection connection() {
        HttpClientRequest sent = request.get();
        return sent == null ? null : GongConnection.of(sent.connection());
    }

    private void check() {
        GongConnection connection = connection();
        long now = clock.nanos();
        if (connection != null && connection.phase() != phase) {
            phase = connection.phase();
            progressNanos = now;
        }
        if (now - beganNanos >= limits.timeLeft.toNanos()) {
            end(new TransientException(
                    FailureCode.TIME_UP,
                    name + " was stopped after " + sentBytes + " bytes: the invocation's time is up",
                    null));
            return;
        }
        boolean waiting = phase == GongConnection.Phase.WAITING;
        Duration limit = waiting ? limits.answer : limits.stall;
        if (!bodyAwaited && now - progressNanos >= limit.toNanos()) {
            end(stalled(waiting));
        }
    }

    private GongException stalled(boolean waiting) {
        return waiting
                ? new NoAnswerException(name + ": Gong sent no response for " + limits.answer.toSeconds()
                        + " s after it had the whole request")
                : new GongException(
                        FailureCode.GONG_STALLED,
                        name + ": Gong accepted no data for " + limits.stall.toSeconds() + " s, after " + sentBytes
                                + " bytes");
    }

    private void end(Throwable failure) {
        HttpClientRequest sent = request.get();
        if (sent == null) {
            return;
        }
        vertx.cancelTimer(watch);
        dropBody();
        if (GongConnection.of(sent.connection()).endAnswer()) {
            return;
        }
        if (failure instanceof RelayException known) {
            reason = known;
        }
        sent.reset(0, failure);
    }

    /** Releases the memory of what the request will no longer write. */
    private void dropBody() {
        underWay.forEach(PooledBuffer::release);
        underWay.clear();
    }

    /** Passes the body on, and sees every step of it. */
    private final class Watched extends AbstractMultiOperator<Buffer, Buffer> {
        Watched(Multi<Buffer> body) {
            super(body);
        }

        @Override
        public void subscribe(MultiSubscriber<? super Buffer> downstream) {
            Passing passing = new Passing(downstream);
            HttpClientRequest sent = Objects.requireNonNull(request.get(), "a body is asked for by its request");
            // Whoever waits for the answer hears of failures; without these handlers Vert.x would log them too.
            sent.exceptionHandler(ignored -> {});
            sent.connection().exceptionHandler(ignored -> {});
            sent.response().onComplete(answer -> {
                passing.cancel();
                bodyAwaited = false;
                dropBody();
                if (answer.failed()) {
                    vertx.cancelTimer(watch);
                } else {
                    answer.result().exceptionHandler(ignored -> {});
                }
            });
            upstream().subscribe(passing);
        }
    }

    private final class Passing extends MultiOperatorProcessor<Buffer, Buffer> {
        private long wanted;

        Passing(MultiSubscriber<? super Buffer> downstream) {
            super(downstream);
        }

        @Override
        public void request(long chunks) {
            wanted += chunks;
            bodyAwaited = true;
            super.request(chunks);
        }

        @Override
        public void onItem(Buffer chunk) {
            sentBytes += chunk.length();
            progressNanos = clock.nanos();
            bodyAwaited = --wanted > 0;
            if (chunk.getDelegate() instanceof PooledBuffer pooled) {
                underWay.add(pooled);
            }
            super.onItem(chunk);
            while (!underWay.isEmpty() && underWay.element().isGone()) {
                underWay.remove();
            }
        }

        @Override
        public void onCompletion() {
            bodyAwaited = false;
            progressNanos = clock.nanos();
            super.onCompletion();
        }

        /** Goes no further: downstream would take it for the end of the body. */
        @Override
        public void onFailure(Throwable failure) {
            end(failure);
        }
    }
}
