package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.Reason;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One subscription to a {@link Media}, which reads it from the first byte to the last. Its state is touched only on its
 * event loop.
 *
 * <p>Who owns a chunk: TLS or the socket allocates it, with one reference. {@link MediaConnection} passes the reference to
 * this subscription, which holds it until the subscriber requests the chunk. {@code onItem} passes it to the subscriber,
 * who releases it, once, on any thread. When the subscription ends or is cancelled, it releases the chunks that it still
 * holds. Nobody touches a chunk after passing it on.
 *
 * <p>While <em>waiting</em>, nothing is requested, and nothing is read from the connection, for as long as the subscriber
 * likes. While <em>reading</em>, S3 may be silent only for a limited time. While <em>pausing</em>, there is no connection.
 * {@code cancel} ends every state.
 *
 * <pre>
 *               request            all bytes arrived, a lasting failure,
 *   waiting ◄────────────► reading ── or too many connections without bytes ──► over
 *      ▲   all delivered     │
 *      │                     │ connection broken, ended early, refused for now, or silent
 *      └────── pausing ◄─────┘
 * </pre>
 */
final class MediaSubscription implements Flow.Subscription, MediaConnection.Receiver {
    private final MediaReader reader;
    private final SourceObject object;
    private final ContextInternal context;
    private final MultiSubscriber<? super ByteBuf> subscriber;
    private final Runnable onResume;
    /** Read, but not requested yet: at most what one read of the socket delivers. */
    private final Queue<ByteBuf> arrived = new ArrayDeque<>();

    private @Nullable MediaConnection connection;
    private long positionBytes;
    private boolean connectionDelivered;
    private int emptyReads;
    private long demand;
    private long waitingSinceNanos;
    private long watch;
    private boolean delivering;
    private boolean over;

    /** @param onResume runs each time that a connection is replaced */
    MediaSubscription(
            MediaReader reader,
            SourceObject object,
            ContextInternal context,
            MultiSubscriber<? super ByteBuf> subscriber,
            Runnable onResume) {
        this.reader = reader;
        this.object = object;
        this.context = context;
        this.subscriber = subscriber;
        this.onResume = onResume;
    }

    void begin() {
        watch = reader.vertx().setPeriodic(reader.watchInterval().toMillis(), ignored -> checkSilence());
        subscriber.onSubscribe(this);
        open();
    }

    @Override
    public void request(long chunks) {
        context.execute(() -> {
            if (chunks <= 0) {
                // Reactive Streams, rule 3.9: such a request ends the subscription.
                fail(new IllegalArgumentException("A request for " + chunks + " chunks"));
                return;
            }
            if (demand == 0) {
                waitingSinceNanos = reader.clock().nanos();
            }
            demand = demand + chunks < 0 ? Long.MAX_VALUE : demand + chunks;
            deliver();
        });
    }

    @Override
    public void cancel() {
        context.execute(this::finish);
    }

    private void open() {
        if (over) {
            return;
        }
        connectionDelivered = false;
        waitingSinceNanos = reader.clock().nanos();
        try {
            connection = reader.open(object, positionBytes, demand > 0, this);
        } catch (SdkException e) {
            fail(S3Exceptions.of("Reading " + object, S3Failure.of(e)));
        }
    }

    @Override
    public void chunk(ByteBuf chunk) {
        connectionDelivered = true;
        arrived.add(chunk);
        deliver();
    }

    /** Does nothing if {@code onItem} requests more: the loop that called it is still running. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (!over && demand > 0 && !arrived.isEmpty()) {
                deliverNext();
            }
        } finally {
            delivering = false;
        }
        if (connection != null) {
            connection.flow(demand > 0);
        }
    }

    private void deliverNext() {
        ByteBuf chunk = arrived.remove();
        positionBytes += chunk.readableBytes();
        waitingSinceNanos = reader.clock().nanos();
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        subscriber.onItem(chunk);
        if (positionBytes == object.sizeBytes() && !over) {
            finish();
            subscriber.onCompletion();
        }
    }

    @Override
    public void interrupted(Throwable failure) {
        leave();
        if (failure instanceof RelayException known) {
            fail(known);
            return;
        }
        if (failure instanceof Error) {
            fail(new TransientException(
                    FailureCode.INTERNAL, "Reading " + object + " met an error: " + failure, failure));
            return;
        }
        emptyReads = connectionDelivered ? 0 : emptyReads + 1;
        if (emptyReads > reader.maxEmptyReads()) {
            fail(new TransientException(
                    FailureCode.SOURCE_UNAVAILABLE,
                    "Reading " + object + " failed: " + emptyReads
                            + " connections in a row delivered nothing, at byte " + positionBytes + " of "
                            + object.sizeBytes() + ": " + Reason.of(failure),
                    failure));
            return;
        }
        onResume.run();
        reader.vertx().setTimer(reader.pause(emptyReads).toMillis(), ignored -> open());
    }

    private void checkSilence() {
        long silentNanos = reader.clock().nanos() - waitingSinceNanos;
        if (connection != null
                && demand > 0
                && silentNanos > reader.silenceLimit().toNanos()) {
            interrupted(new IOException(
                    "S3 sent nothing for " + Duration.ofNanos(silentNanos).toSeconds() + " s"));
        }
    }

    private void fail(Throwable failure) {
        if (!over) {
            finish();
            subscriber.onFailure(failure);
        }
    }

    private void finish() {
        over = true;
        reader.vertx().cancelTimer(watch);
        leave();
    }

    private void leave() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        arrived.forEach(ReferenceCounted::release);
        arrived.clear();
    }
}
