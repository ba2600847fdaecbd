package dev.gongrelay.source;

import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A recording's bytes as one stream over as many connections as it takes. If a connection breaks, ends early or goes
 * silent, the next one continues where it stopped. Gives up after a configured number of consecutive connections that
 * deliver no bytes.
 *
 * <p>The stream is cold: each subscription opens the object again and delivers all {@link #lengthBytes()} bytes in order,
 * in chunks of pooled memory that the subscriber must release. If it fails, a {@link
 * dev.gongrelay.failure.RelayException} says whether S3 is unavailable, denies access, or no longer has the object that
 * was found. Supports one subscription at a time, on the event loop of the subscriber.
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

    /** The file's name, of ASCII letters, digits, and {@code . _ -}, with the extension of its format. */
    public String fileName() {
        return object.baseName() + "." + format.extension();
    }

    /** The media type, such as {@code audio/mpeg}. */
    public String contentType() {
        return format.contentType();
    }

    /** How many channels the only audio track has; 0 if unknown. */
    public int channelCount() {
        return format.channelCount();
    }

    /** How long the recording plays; zero if unknown. */
    public Duration duration() {
        return format.duration();
    }

    /** How many bytes there are; at least one. */
    public long lengthBytes() {
        return object.sizeBytes();
    }

    /** How many times the bytes were read from the start: once for each attempt to send them. */
    public int timesOpened() {
        return timesOpened.get();
    }

    /** How many connections were replaced within a stream, over all attempts. */
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
