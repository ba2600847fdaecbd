package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One recording's file in a {@link MediaStore}. One thread writes it; any may drop it. */
final class MediaCopy {
    private final MediaStore store;
    private final Path folder;
    private Path file;
    private long bytes;
    private boolean kept;
    private @Nullable FileChannel channel;

    MediaCopy(MediaStore store, Path folder, String name) throws IOException {
        this.store = store;
        this.folder = folder;
        file = folder.resolve(name + ".partial");
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Writes these bytes, or drops the file if the store has no room for them. */
    void write(byte[] array, int offset, int count) throws IOException {
        if (!isOpen()) {
            return;
        }
        if (store.take(count)) {
            append(ByteBuffer.wrap(array, offset, count));
        } else {
            drop();
        }
    }

    private synchronized boolean isOpen() {
        return channel != null;
    }

    private synchronized void append(ByteBuffer buffer) throws IOException {
        bytes += buffer.remaining();
        while (channel != null && buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Keeps the file under this name. */
    void keep(String name) throws IOException {
        if (finish(name)) {
            store.keep(this);
        }
    }

    private synchronized boolean finish(String name) throws IOException {
        if (channel == null) {
            return false;
        }
        channel.close();
        channel = null;
        file = Files.move(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        kept = true;
        return true;
    }

    /** The kept file; null if it is not kept yet, or was dropped. */
    synchronized @Nullable Path path() {
        return kept ? file : null;
    }

    /** Drops it unless it is kept. */
    synchronized void dropPartial() {
        if (!kept) {
            drop();
        }
    }

    /** Drops it. */
    synchronized void drop() {
        if (channel == null && !kept) {
            return;
        }
        try {
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + file, e);
        }
        channel = null;
        kept = false;
        store.free(bytes);
    }
}
