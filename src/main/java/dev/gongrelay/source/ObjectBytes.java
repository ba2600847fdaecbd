package dev.gongrelay.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An object's bytes, to recognize its media format. They are read on demand, in up to 16 ranges of 16 KiB, whatever the
 * object contains. Behind its end and beyond this limit there are zeros, so loops call {@link #reaches} first.
 *
 * <p>Reading blocks, and throws a {@link dev.gongrelay.failure.RelayException} if S3 does not deliver.
 */
final class ObjectBytes {
    private static final int RANGE_BYTES = 16 * 1024;
    private static final int MOST_RANGES = 16;

    private final S3Objects objects;
    private final SourceObject object;
    private final List<Range> ranges = new ArrayList<>();
    private Range latest = new Range(0, new byte[0]);
    private boolean exhausted;

    /** Makes no request before the first byte is needed. */
    ObjectBytes(S3Objects objects, SourceObject object) {
        this.objects = objects;
        this.object = object;
    }

    /** The object's size. */
    long size() {
        return object.sizeBytes();
    }

    /** Whether the limit kept a byte from being read. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Whether the object has this many bytes from a position on, and they can be read. */
    boolean reaches(long position, int count) {
        return position >= 0 && position <= size() - count && isRead(position) && isRead(position + count - 1);
    }

    /** Whether this many bytes from a position on were read already. */
    boolean holds(long position, int count) {
        return rangeOf(position) && rangeOf(position + count - 1);
    }

    /** The byte at a position, 0 to 255. */
    int at(long position) {
        return isRead(position) ? latest.bytes[(int) (position - latest.from)] & 0xFF : 0;
    }

    /** Whether these Latin-1 characters are at a position. */
    boolean has(long position, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at(position + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Bytes as Latin-1 characters. */
    String text(long position, int count) {
        byte[] text = new byte[count];
        for (int i = 0; i < count; i++) {
            text[i] = (byte) at(position + i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** A number of 1 to 8 bytes, most significant first; may be negative if it has 8. */
    long bigEndian(long position, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | at(position + i);
        }
        return number;
    }

    /** A number of 1 to 8 bytes, least significant first; may be negative if it has 8. */
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

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Range(long from, byte[] bytes) {
        boolean has(long position) {
            return position >= from && position - from < bytes.length;
        }
    }
}
