package dev.gongrelay.gong;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gongrelay.source.Media;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;

/**
 * A recording as the one part of a {@code multipart/form-data} body (RFC 7578) that Gong wants: named {@code mediaFile},
 * with file name and truthful type (Gong, "Add call media", 2025-11-17).
 */
record MediaPart(Media media) {
    /** Long and odd enough not to turn up in a recording. */
    private static final String BOUNDARY = "gong-relay-7d83f1c2a95e4b06b1f4c8e20d97a35e";

    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private static final byte[] TAIL = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII);

    /** The length of the whole body, in bytes. */
    long lengthBytes() {
        return head().length + media.lengthBytes() + TAIL.length;
    }

    /** The whole body; each subscription reads the recording anew. Has {@link PooledBuffer}s, to be written or released. */
    Multi<Buffer> body() {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(() -> Buffer.buffer(head())),
                        media.map(PooledBuffer::of),
                        Multi.createFrom().item(() -> Buffer.buffer(TAIL)));
    }

    private byte[] head() {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\""
                        + media.fileName() + "\"\r\nContent-Type: " + media.contentType() + "\r\n\r\n")
                .getBytes(US_ASCII);
    }
}
