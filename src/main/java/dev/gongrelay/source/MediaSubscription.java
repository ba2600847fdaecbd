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
 * One reading of a {@link Media} from its first byte to its last. Touched on its event loop only, where nothing that it
 * is asked for waits for a turn.
 *
 * <p>Who owns a chunk: TLS or the socket allocates it. {@link MediaConnection} passes it on with one reference, which
 * this stream owns while nobody has asked for it. {@code onItem} hands that reference to the subscriber, who releases
 * it, once, on any thread. When the stream ends or is cancelled, it releases what it still has. Nobody reads a chunk
 * after passing it on.
 *
 * <p>States of a subscription. <em>Waiting</em>: there is a connection, but nothing is requested, so nothing is read
 * from it, for as long as the subscriber likes. <em>Reading</em>: bytes are requested, and each silence is limited.
 * <em>Pausing</em>: there is no connection; the next one asks for the rest. {@code cancel} ends each of them.
 *
 * <pre>
 *             request               all bytes, a failure that does not pass,
 *   waiting ◄────────► reading ──── or too many connections without a byte ────► over
 *      ▲   all is given    │
 *      │                   │ the connection breaks, ends early, is refused for now, or silent
 *      └───── pausing ◄────┘
 * </pre>
 */
final class MediaSubscription implements Flow.Subscription, MediaConnection.Receiver {
    private final MediaReader reader;
    private final SourceObject object;
    private final ContextInternal context;
    private final MultiSubscriber<? super ByteBuf> subscriber;
    private final Runnable onResume;
    /** Read, but not requested yet: at most what one read of the socket brings. */
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

    /** @param onResume is told of each connection that is replaced */
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
            fail(S3Exceptions.of(e, "Reading " + object));
        }
    }

    @Override
    public void chunk(ByteBuf chunk) {
        connectionDelivered = true;
        arrived.add(chunk);
        deliver();
    }

    /** A request from within {@code onItem} also calls this; the loop that is already running serves it. */
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
