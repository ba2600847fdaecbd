package dev.gongrelay.recording;

import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Multi;

/**
 * A recording's bytes, to be read as often as a sender has to begin anew.
 *
 * <p>{@link #content()} is cold: each subscription opens the object again and gives all of it, {@link #lengthBytes()}
 * bytes, in order, on the event loop; a connection that breaks or goes silent on the way is replaced, unseen by the
 * subscriber. It fails with a {@link dev.gongrelay.RelayException}: transient when S3 can't be read now, permanent when
 * the object that was found is no more. One subscription at a time.
 */
public final class Media {
    private final String fileName;
    private final String contentType;
    private final ObjectStream content;

    Media(String fileName, String contentType, ObjectStream content) {
        this.fileName = fileName;
        this.contentType = contentType;
        this.content = content;
    }

    /** A name for the file, in ASCII letters, digits, {@code . _ -}, with the recording's extension. */
    public String fileName() {
        return fileName;
    }

    /** What the bytes are, such as {@code audio/mpeg}. */
    public String contentType() {
        return contentType;
    }

    /** How many bytes there are; at least one. */
    public long lengthBytes() {
        return content.lengthBytes();
    }

    /** The bytes, in chunks of up to 64 KiB, of pooled memory: a chunk is the subscriber's, who has to release it. */
    public Multi<ByteBuf> content() {
        return content;
    }

    /** How often the bytes were asked for from the start: once for each attempt to send them. */
    public int timesOpened() {
        return content.timesOpened();
    }

    /** How many connections were replaced on the way, over all attempts. */
    public int resumes() {
        return content.resumes();
    }

    /** How far the latest attempt has read, in bytes. */
    public long positionBytes() {
        return content.positionBytes();
    }
}
