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
import java.util.Objects;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to Gong and, where it has one, the body that is streamed into it, tied together: neither outlives the
 * other.
 *
 * <ul>
 *   <li>An answer, however early, or the end of the connection stops the reading of the body.
 *   <li>A body that fails resets the request, so that nothing half is ever taken for the whole.
 *   <li>Gong reading nothing, or owing its answer, for the stall time-out ends both; so does the end of the time left. A
 *       body that is waited for is no stall: its source has a time-out of its own.
 * </ul>
 *
 * The REST client ties none of these. All of it happens on the event loop.
 */
final class Attempt {
    private final Vertx vertx;
    private final Supplier<@Nullable HttpClientRequest> request;
    private final String name;
    private final long stallNanos;
    private final long leftNanos;
    private final NanoClock clock;
    private final long beganNanos;

    private long progressNanos;
    private long sentBytes;
    private long watch;
    private boolean bodyAwaited;
    private boolean bodyMissing;
    private @Nullable RelayException reason;
    private @Nullable MediaPart part;
    /** Chunks on their way into the request: those that the REST client keeps while the connection takes no more. */
    private final Queue<PooledBuffer> underWay = new ArrayDeque<>();

    /**
     * @param request the request on the wire; gives null until there is a connection for it
     * @param name of the request, for messages
     */
    Attempt(
            Vertx vertx,
            Supplier<@Nullable HttpClientRequest> request,
            String name,
            Duration stallTimeout,
            Duration timeLeft,
            NanoClock clock) {
        this.vertx = vertx;
        this.request = request;
        this.name = name;
        this.stallNanos = stallTimeout.toNanos();
        this.leftNanos = timeLeft.toNanos();
        this.clock = clock;
        this.beganNanos = clock.nanos();
        this.progressNanos = beganNanos;
    }

    void begin() {
        Context context = vertx.getOrCreateContext();
        long intervalMillis = Math.max(1, Math.min(1000, Math.min(stallNanos, leftNanos) / 4_000_000));
        context.runOnContext(ignored -> watch = vertx.setPeriodic(intervalMillis, timer -> check()));
    }

    /** The body under watch. */
    Multi<Buffer> watch(MediaPart body) {
        part = body;
        bodyMissing = true;
        return new Watched(body);
    }

    /**
     * The request is over. A connection that the rest of the body would have to go through is closed.
     *
     * @param status the answer's; 0 when there is none
     * @throws RelayException the reason, when this attempt ended the request: the HTTP client only knows of a reset; also
     *     for answers that the HTTP client would take for a success
     */
    void answered(int status) {
        finish();
        if (part != null && !bodyMissing && leavesOpen(status)) {
            part.noteMaybeTaken();
        }
        if (reason != null) {
            throw reason;
        }
        boolean early = status != 0 && bodyMissing;
        if (early) {
            closeConnection();
        }
        if (early && status < 300) {
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

    private void closeConnection() {
        HttpClientRequest sent = request.get();
        if (sent != null) {
            sent.connection().close();
        }
    }

    private void check() {
        long now = clock.nanos();
        if (now - beganNanos >= leftNanos) {
            end(new TransientException(
                    FailureCode.TIME_UP,
                    name + " was stopped after " + sentBytes + " bytes: the invocation's time is up",
                    null));
        } else if (!bodyAwaited && now - progressNanos >= stallNanos) {
            String what = bodyMissing ? "read nothing more after " + sentBytes + " bytes" : "gave no answer";
            end(new GongException(
                    FailureCode.GONG_STALLED,
                    name + ": Gong " + what + " for "
                            + Duration.ofNanos(stallNanos).toSeconds() + " s"));
        }
    }

    private void end(Throwable failure) {
        HttpClientRequest sent = request.get();
        if (sent == null) {
            return;
        }
        if (failure instanceof RelayException known) {
            reason = known;
        }
        finish();
        dropBody();
        sent.reset(0, failure);
    }

    private void finish() {
        vertx.cancelTimer(watch);
    }

    /** Gives back the memory of what the request will not write any more. */
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
                dropBody();
                if (answer.failed()) {
                    finish();
                } else if (bodyMissing) {
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
            bodyMissing = false;
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
