package dev.gongrelay.recording;

import dev.gongrelay.FailureCode;
import dev.gongrelay.RelayException;
import dev.gongrelay.TransientException;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import io.smallrye.mutiny.operators.AbstractMulti;
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
 * One object's bytes as one stream over as many connections as it takes: a connection that breaks, ends early or goes
 * silent is followed by another one that asks for the rest. Only so many in a row may bring nothing.
 *
 * <p>Everything happens on the event loop of whoever subscribes, chunk by chunk as it asks for them; nothing is kept.
 */
final class ObjectStream extends AbstractMulti<ByteBuf> {
    private final ObjectReader reader;
    private final SourceObject object;
    private volatile int timesOpened;
    private volatile int resumes;
    private volatile long position;

    ObjectStream(ObjectReader reader, SourceObject object) {
        this.reader = reader;
        this.object = object;
    }

    long lengthBytes() {
        return object.sizeBytes();
    }

    int timesOpened() {
        return timesOpened;
    }

    int resumes() {
        return resumes;
    }

    long positionBytes() {
        return position;
    }

    @Override
    public void subscribe(MultiSubscriber<? super ByteBuf> subscriber) {
        ContextInternal context = (ContextInternal) reader.vertx().getOrCreateContext();
        context.execute(() -> {
            timesOpened++;
            position = 0;
            new Reading(context, subscriber).begin();
        });
    }

    /** One subscription. Touched on its event loop only, where nothing that it is asked for waits for a turn. */
    private final class Reading implements Flow.Subscription, ObjectConnection.Receiver {
        private final ContextInternal context;
        private final MultiSubscriber<? super ByteBuf> subscriber;
        /** Read, but not asked for yet: at most what one read of the socket brings. */
        private final Queue<ByteBuf> arrived = new ArrayDeque<>();

        private @Nullable ObjectConnection connection;
        private boolean fruitful;
        private int fruitless;
        private long demand;
        private long waitingSinceNanos;
        private long watch;
        private boolean over;

        Reading(ContextInternal context, MultiSubscriber<? super ByteBuf> subscriber) {
            this.context = context;
            this.subscriber = subscriber;
        }

        void begin() {
            watch = reader.vertx().setPeriodic(reader.watchInterval().toMillis(), ignored -> checkSilence());
            subscriber.onSubscribe(this);
            open();
        }

        @Override
        public void request(long chunks) {
            context.execute(() -> {
                if (demand == 0) {
                    waitingSinceNanos = System.nanoTime();
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
            fruitful = false;
            waitingSinceNanos = System.nanoTime();
            try {
                connection = reader.open(object, position, this);
            } catch (SdkException e) {
                fail(S3Failures.of(e, "Reading " + object));
            }
        }

        @Override
        public void chunk(ByteBuf chunk) {
            fruitful = true;
            arrived.add(chunk);
            deliver();
        }

        private void deliver() {
            while (!over && demand > 0 && !arrived.isEmpty()) {
                ByteBuf chunk = arrived.remove();
                position += chunk.readableBytes();
                waitingSinceNanos = System.nanoTime();
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                subscriber.onItem(chunk);
                if (position == object.sizeBytes() && !over) {
                    finish();
                    subscriber.onCompletion();
                }
            }
            if (connection != null) {
                connection.flow(demand > 0);
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
            fruitless = fruitful ? 0 : fruitless + 1;
            if (fruitless > reader.fruitlessLimit()) {
                fail(new TransientException(
                        FailureCode.SOURCE_UNAVAILABLE,
                        "Reading " + object + " brought nothing " + fruitless + " times in a row at byte " + position
                                + " of " + object.sizeBytes() + ": " + failure.getMessage(),
                        failure));
                return;
            }
            resumes++;
            reader.vertx().setTimer(reader.pause(fruitless).toMillis(), ignored -> open());
        }

        private void checkSilence() {
            long silentNanos = System.nanoTime() - waitingSinceNanos;
            if (connection != null
                    && demand > 0
                    && silentNanos > reader.silenceLimit().toNanos()) {
                interrupted(new IOException(
                        "S3 sent nothing for " + Duration.ofNanos(silentNanos).toSeconds() + " s"));
            }
        }

        private void fail(RelayException failure) {
            finish();
            subscriber.onFailure(failure);
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
}
