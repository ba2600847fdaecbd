package dev.gongrelay.source;

import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A recording's bytes as one stream over as many connections as it takes: after a connection that breaks, ends early or
 * goes silent, the next one asks for the rest. Gives up after a configured number of consecutive connections that
 * deliver no bytes.
 *
 * <p>Cold: each subscription opens the object again and delivers all of it, {@link #lengthBytes()} bytes in order, in
 * chunks of pooled memory, each of which the subscriber releases, once, on any thread. It fails with a {@link
 * dev.gongrelay.failure.RelayException}, which says whether S3 cannot be read now, access has to be fixed, or the
 * object is not the one that was found. One subscription at a time, on the event loop of whoever subscribes.
 */
public final class Media extends AbstractMulti<ByteBuf> {
    private final MediaReader reader;
    private final SourceObject object;
    private final MediaFormat format;
    private final AtomicInteger timesOpened = new AtomicInteger();
    private final AtomicInteger resumes = new AtomicInteger();

    Media(MediaReader reader, SourceObject object, MediaFormat format) {
        this.reader = reader;
        this.object = object;
        this.format = format;
    }

    /** A name for the file, in ASCII letters, digits, {@code . _ -}, with the extension of its format. */
    public String fileName() {
        return object.baseName() + "." + format.extension();
    }

    /** What the bytes are, such as {@code audio/mpeg}. */
    public String contentType() {
        return format.contentType();
    }

    /** How many channels the only audio track has; 0 if the file doesn't tell. */
    public int channelCount() {
        return format.channelCount();
    }

    /** How long it plays; zero if the file doesn't tell. */
    public Duration duration() {
        return format.duration();
    }

    /** How many bytes there are; at least one. */
    public long lengthBytes() {
        return object.sizeBytes();
    }

    /** How many times the bytes were requested from the start: once for each attempt to send them. */
    public int timesOpened() {
        return timesOpened.get();
    }

    /** How many connections were replaced on the way, over all attempts. */
    public int resumes() {
        return resumes.get();
    }

    @Override
    public void subscribe(MultiSubscriber<? super ByteBuf> subscriber) {
        ContextInternal context = (ContextInternal) reader.vertx().getOrCreateContext();
        context.execute(() -> {
            timesOpened.incrementAndGet();
            new MediaSubscription(reader, object, context, subscriber, resumes::incrementAndGet).begin();
        });
    }
}
