package dev.gongrelay.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An object's bytes where its media format is told. They are read when they are asked for, in ranges of 16 KiB: at most
 * 16 of them, 256 KiB together, whatever the object contains. Beyond its end and beyond this limit there are zeros, so
 * loops ask {@link #reaches} first.
 *
 * <p>Reading blocks, and fails with a {@link dev.gongrelay.failure.RelayException} if S3 does not deliver.
 */
final class ObjectBytes {
    private static final int RANGE_BYTES = 16 * 1024;
    private static final int MOST_RANGES = 16;

    private final S3Objects objects;
    private final SourceObject object;
    private final List<Range> ranges = new ArrayList<>();
    private Range latest = new Range(0, new byte[0]);
    private boolean exhausted;

    /** No request is made before the first byte is asked for. */
    ObjectBytes(S3Objects objects, SourceObject object) {
        this.objects = objects;
        this.object = object;
    }

    /** The object's size. */
    long size() {
        return object.sizeBytes();
    }

    /** Whether a byte was asked for that the limit did not allow to read. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Whether the object has so many bytes from this position on and they can be read. */
    boolean reaches(long position, int count) {
        return position >= 0 && position <= size() - count && isRead(position) && isRead(position + count - 1);
    }

    /** Whether so many bytes from this position on are there without another request. */
    boolean holds(long position, int count) {
        return rangeOf(position) && rangeOf(position + count - 1);
    }

    /** The byte at a position, 0 to 255. */
    int at(long position) {
        return isRead(position) ? latest.bytes[(int) (position - latest.from)] & 0xFF : 0;
    }

    /** Whether these ASCII or Latin-1 characters stand at a position. */
    boolean has(long position, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at(position + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** So many bytes as Latin-1 characters. */
    String text(long position, int count) {
        byte[] text = new byte[count];
        for (int i = 0; i < count; i++) {
            text[i] = (byte) at(position + i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** A number of 1 to 8 bytes, the most significant first; with 8 bytes it may be negative. */
    long bigEndian(long position, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | at(position + i);
        }
        return number;
    }

    /** A number of 1 to 8 bytes, the least significant first; with 8 bytes it may be negative. */
    long littleEndian(long position, int count) {
        long number = 0;
        for (int i = count - 1; i >= 0; i--) {
            number = number << 8 | at(position + i);
        }
        return number;
    }

    private boolean isRead(long position) {
        if (rangeOf(position)) {
            return true;
        }
        if (position < 0 || position >= size()) {
            return false;
        }
        if (ranges.size() == MOST_RANGES) {
            exhausted = true;
            return false;
        }
        int count = (int) Math.min(RANGE_BYTES, size() - position);
        latest = new Range(position, objects.range(object, position, count));
        ranges.add(latest);
        return true;
    }

    private boolean rangeOf(long position) {
        if (latest.has(position)) {
            return true;
        }
        for (Range range : ranges) {
            if (range.has(position)) {
                latest = range;
                return true;
            }
        }
        return false;
    }

    private static final class Range {
        private final long from;
        private final byte[] bytes;

        Range(long from, byte[] bytes) {
            this.from = from;
            this.bytes = bytes;
        }

        boolean has(long position) {
            return position >= from && position - from < bytes.length;
        }
    }
}
