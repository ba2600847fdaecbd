package dev.gongrelay.source;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A box of an MP4 file (ISO/IEC 14496-12, 4.2).
 *
 * @param body where its content begins
 * @param end where it ends, which is never behind the end of its parent
 * @param whole whether its parent has room for all of it
 */
record Mp4Box(ObjectBytes bytes, String type, long body, long end, boolean whole) {
    private static final int HEADER_BYTES = 8;
    private static final int LONG_HEADER_BYTES = 16;
    private static final long TO_THE_END = 0;
    private static final long LONG = 1;

    /** The boxes of a file. */
    static Stream<Mp4Box> all(ObjectBytes bytes) {
        return from(bytes, 0, bytes.size());
    }

    /** The boxes in this one, behind this many bytes of its own fields. */
    Stream<Mp4Box> children(int ownBytes) {
        return from(bytes, body + ownBytes, end);
    }

    /** The first box in this one that has this type. */
    Optional<Mp4Box> child(String childType) {
        return children(0).filter(child -> child.type.equals(childType)).findFirst();
    }

    private static Stream<Mp4Box> from(ObjectBytes bytes, long position, long end) {
        return Stream.iterate(
                        at(bytes, position, end), Optional::isPresent, box -> at(bytes, box.orElseThrow().end, end))
                .map(Optional::orElseThrow);
    }

    private static Optional<Mp4Box> at(ObjectBytes bytes, long position, long parentEnd) {
        if (position > parentEnd - HEADER_BYTES || !bytes.reaches(position, HEADER_BYTES)) {
            return Optional.empty();
        }
        long size = bytes.bigEndian(position, 4);
        int header = size == LONG ? LONG_HEADER_BYTES : HEADER_BYTES;
        long available = parentEnd - position;
        if (size == LONG) {
            size = bytes.bigEndian(position + HEADER_BYTES, 8);
        } else if (size == TO_THE_END) {
            size = available;
        }
        return size < header || header > available
                ? Optional.empty()
                : Optional.of(new Mp4Box(
                        bytes,
                        bytes.text(position + 4, 4),
                        position + header,
                        position + Math.min(size, available),
                        size <= available));
    }
}
