package dev.gongrelay.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accepted media on disk: in a folder of somebody's, or in a temporary one of its own that never holds more than a
 * limit. There the oldest goes first, and what alone is larger is not kept. Safe for use by several threads.
 */
final class MediaStore implements AutoCloseable {
    private final @Nullable Path folder;
    private final boolean temporary;
    private final long limit;
    private final Deque<MediaCopy> kept = new ArrayDeque<>();
    private long used;

    private MediaStore(@Nullable Path folder, boolean temporary, long limit) {
        this.folder = folder;
        this.temporary = temporary;
        this.limit = limit;
    }

    /** Keeps all in this folder, or nothing if it is null. */
    static MediaStore in(@Nullable Path folder) {
        return new MediaStore(folder, false, Long.MAX_VALUE);
    }

    /** Keeps up to this many bytes in a folder of its own, which {@link #close} deletes. */
    static MediaStore temporary(long limit) {
        return new MediaStore(TemporaryFolder.create(), true, limit);
    }

    /** Begins a file; empty if nothing is kept. */
    Optional<MediaCopy> begin(String name) throws IOException {
        return folder == null ? Optional.empty() : Optional.of(new MediaCopy(this, folder, name));
    }

    /** Makes room for this many more bytes, if need be by dropping others; returns whether they fit. */
    synchronized boolean take(int bytes) {
        while (used + bytes > limit && !kept.isEmpty()) {
            kept.remove().drop();
        }
        boolean fits = used + bytes <= limit;
        used += fits ? bytes : 0;
        return fits;
    }

    synchronized void free(long bytes) {
        used -= bytes;
    }

    synchronized void keep(MediaCopy copy) {
        kept.add(copy);
    }

    /** Drops everything that is in a folder of its own. */
    synchronized void reset() {
        if (temporary) {
            kept.forEach(MediaCopy::drop);
        }
        kept.clear();
    }

    @Override
    public void close() {
        if (temporary && folder != null) {
            TemporaryFolder.delete(folder);
        }
    }
}
