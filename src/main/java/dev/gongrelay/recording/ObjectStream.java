package dev.gongrelay.recording;

import dev.gongrelay.FailureCode;
import dev.gongrelay.RelayException;
import dev.gongrelay.TransientException;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.mutiny.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One object's bytes as one stream over as many connections as it takes: a connection that breaks, ends early or goes
 * silent is followed by another one that asks for the rest. Only so many in a row may bring nothing.
 *
 * <p>Everything happens on the event loop of whoever subscribes, chunk by chunk as it asks for them; nothing is kept.
 */
final class ObjectStream extends AbstractMulti<Buffer> {
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
    public void subscribe(MultiSubscriber<? super Buffer> subscriber) {
        Context context = reader.vertx().getOrCreateContext();
        context.runOnContext(ignored -> {
            timesOpened++;
            position = 0;
            new Reading(context, subscriber).begin();
        });
    }

    /** One subscription. Touched on its event loop only. */
    private final class Reading implements Flow.Subscription {
        private final Context context;
        private final MultiSubscriber<? super Buffer> subscriber;
        private @Nullable HttpClientRequest request;
        private @Nullable HttpClientResponse response;
        private int connection;
        private int fruitless;
        private long positionAtOpen;
        private long demand;
        private long waitingSinceNanos;
        private long watch;
        private boolean over;

        Reading(Context context, MultiSubscriber<? super Buffer> subscriber) {
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
            context.runOnContext(ignored -> {
                if (demand == 0) {
                    waitingSinceNanos = System.nanoTime();
                }
                demand = demand + chunks < 0 ? Long.MAX_VALUE : demand + chunks;
                if (response != null) {
                    response.fetch(chunks);
                }
            });
        }

        @Override
        public void cancel() {
            context.runOnContext(ignored -> finish());
        }

        private void open() {
            if (over) {
                return;
            }
            int current = ++connection;
            positionAtOpen = position;
            waitingSinceNanos = System.nanoTime();
            reader.open(object, position).onComplete(opened -> {
                if (over || current != connection) {
                    if (opened.succeeded()) {
                        opened.result().request().connection().close();
                    }
                } else if (opened.succeeded()) {
                    read(opened.result(), current);
                } else {
                    interrupted(current, opened.cause());
                }
            });
        }

        private void read(HttpClientResponse opened, int current) {
            response = opened;
            request = opened.request();
            opened.exceptionHandler(failure -> interrupted(current, failure));
            opened.endHandler(ignored -> interrupted(current, null));
            opened.handler(chunk -> {
                if (!over && current == connection) {
                    deliver(chunk);
                }
            });
            if (demand > 0) {
                opened.fetch(demand);
            }
        }

        private void deliver(io.vertx.core.buffer.Buffer chunk) {
            position += chunk.length();
            waitingSinceNanos = System.nanoTime();
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            subscriber.onItem(Buffer.newInstance(chunk));
            if (position == object.sizeBytes() && !over) {
                finish();
                subscriber.onCompletion();
            }
        }

        /** The current connection will bring nothing more; {@code failure} is null when it just ended. */
        private void interrupted(int current, @Nullable Throwable failure) {
            if (over || current != connection) {
                return;
            }
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
            fruitless = position > positionAtOpen ? 0 : fruitless + 1;
            if (fruitless > reader.fruitlessLimit()) {
                fail(new TransientException(
                        FailureCode.SOURCE_UNAVAILABLE,
                        "Reading " + object + " brought nothing " + fruitless + " times in a row at byte " + position
                                + " of " + object.sizeBytes() + ": " + reason(failure),
                        failure));
                return;
            }
            resumes++;
            connection++;
            reader.vertx().setTimer(reader.pause(fruitless).toMillis(), ignored -> open());
        }

        private void checkSilence() {
            long silentNanos = System.nanoTime() - waitingSinceNanos;
            if (demand > 0 && silentNanos > reader.silenceLimit().toNanos()) {
                interrupted(
                        connection,
                        new SilenceException("S3 sent nothing for "
                                + Duration.ofNanos(silentNanos).toSeconds() + " s"));
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
            if (request != null) {
                request.connection().close();
            }
            request = null;
            response = null;
        }

        private static String reason(@Nullable Throwable failure) {
            return failure == null ? "the connection ended early" : String.valueOf(failure.getMessage());
        }
    }

    private static final class SilenceException extends java.io.IOException {
        private static final long serialVersionUID = 1;

        SilenceException(String message) {
            super(message);
        }
    }
}
