package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.time.NanoClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
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
 * Ties one request to Gong to the body that is streamed into it, if any, so that neither outlives the other. The REST
 * client does not do this. {@link GongConnection} reports the phase; each but connecting has a limit, and so has the
 * whole attempt.
 *
 * <pre>
 *              connected             last byte sent            head of the answer
 *  connecting ───────────► sending ────────────────► waiting ────────────────────► answering
 *                             │ no data accepted        │ no answer within            │ no end of the answer within
 *                             │ for the stall           │ the answer timeout          │ the stall timeout: cut it there
 *                             │ timeout, or the         ▼                             ▼
 *                             │ body fails           reset the request,            answered(status)
 *                             └────────────────────► with the reason
 * </pre>
 *
 * An answer, however early, and the end of the connection both stop reading the body. Waiting for the body is no stall
 * of Gong's: its source has its own timeout. Runs on the event loop.
 */
final class Attempt {
    /** How long Gong may accept no data, how long it may send no response, and how long the attempt may take. */
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
    /** Chunks that the REST client holds while the connection accepts no more. */
    private final Queue<PooledBuffer> underWay = new ArrayDeque<>();

    /**
     * @param request supplies the request on the wire; null until it has a connection
     * @param name the request's, for messages
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

    /** The body for the request to send: this attempt sees it pass. */
    Multi<Buffer> watch(MediaPart body) {
        part = body;
        return new AbstractMulti<>() {
            @Override
            public void subscribe(MultiSubscriber<? super Buffer> downstream) {
                Passing passing = new Passing(downstream);
                stopWithAnswer(passing);
                body.subscribe(passing);
            }
        };
    }

    private void stopWithAnswer(Passing body) {
        HttpClientRequest sent = Objects.requireNonNull(request.get(), "only a request subscribes to its body");
        // Whoever awaits the answer hears of failures. Without these handlers, Vert.x would log them as well.
        sent.exceptionHandler(ignored -> {});
        sent.connection().exceptionHandler(ignored -> {});
        sent.response().onComplete(answer -> {
            body.cancel();
            bodyAwaited = false;
            dropBody();
            if (answer.failed()) {
                vertx.cancelTimer(watch);
            } else {
                answer.result().exceptionHandler(ignored -> {});
            }
        });
    }

    /**
     * Ends the attempt when the request is over.
     *
     * @param status the answer's; 0 if there is none
     * @throws RelayException the reason if this attempt reset the request, which the HTTP client doesn't know; also for
     *     answers that the HTTP client would mistake for success
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
            throw new GongException(
                    FailureCode.GONG_UNAVAILABLE,
                    name + ": Gong answered " + status
                            + ", a redirect, which is not followed; if it lasts, a proxy sends"
                            + " it, or RELAY_GONG_BASE_URL is not that of Gong's API");
        }
    }

    /** Whether Gong may have taken the body nevertheless: every other failure says that it did not. */
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
                    name + " was stopped after " + sentBytes + " bytes: the invocation's time is up"));
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

    /** Releases the chunks that the request will no longer write. */
    private void dropBody() {
        underWay.forEach(PooledBuffer::release);
        underWay.clear();
    }

    /** Passes the body on, and keeps the attempt informed. */
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

        /** Is not passed on: the REST client would take it for the end of the body. */
        @Override
        public void onFailure(Throwable failure) {
            end(failure);
        }
    }
}
