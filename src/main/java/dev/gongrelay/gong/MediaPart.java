package dev.gongrelay.gong;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gongrelay.source.Media;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.mutiny.core.buffer.Buffer;

/**
 * A recording as the one part of a {@code multipart/form-data} body (RFC 7578) that Gong wants: named {@code
 * mediaFile}, with a file name and its true type (Gong, "Add call media", 2025-11-17).
 *
 * <p>Each subscription reads the recording again and emits the whole body. The media arrives in {@link PooledBuffer}s,
 * which the subscriber must write or release.
 */
final class MediaPart extends AbstractMulti<Buffer> {
    /** Long and odd enough not to turn up in a recording. */
    private static final String BOUNDARY = "gong-relay-7d83f1c2a95e4b06b1f4c8e20d97a35e";

    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private static final byte[] TAIL = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII);

    private final Media media;
    private volatile boolean maybeTaken;

    MediaPart(Media media) {
        this.media = media;
    }

    /** The length of the whole body, in bytes. */
    long lengthBytes() {
        return head().length + media.lengthBytes() + TAIL.length;
    }

    /** Whether Gong may have taken the media: it got the whole body once, and did not say what became of it. */
    boolean maybeTaken() {
        return maybeTaken;
    }

    /** Notes that the whole body was sent and that Gong may have taken it. */
    void noteMaybeTaken() {
        maybeTaken = true;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Buffer> subscriber) {
        Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(() -> Buffer.buffer(head())),
                        media.map(PooledBuffer::of),
                        Multi.createFrom().item(() -> Buffer.buffer(TAIL)))
                .subscribe(subscriber);
    }

    private byte[] head() {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\""
                        + media.fileName() + "\"\r\nContent-Type: " + media.contentType() + "\r\n\r\n")
                .getBytes(US_ASCII);
    }
}
