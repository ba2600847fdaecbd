package dev.gongrelay.source;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of an EBML document (RFC 8794).
 *
 * @param begin where it begins
 * @param id with its length marker, as specifications write it
 * @param body where its content begins
 * @param end where it ends, which is never behind the end of its parent
 * @param sized whether it has a size; if not, it ends before the next element of the top levels
 * @param whole whether its parent has room for all of it
 */
record EbmlElement(ObjectBytes bytes, long begin, long id, long body, long end, boolean sized, boolean whole) {
    /** Elements of the top levels have IDs of four bytes. Only they may leave out their size. */
    private static final long FIRST_TOP_ID = 0x10000000L;

    private static final int LONGEST_ID = 4;
    private static final int LONGEST_NUMBER = 8;

    /** The elements of a file that begins at this position. */
    static Stream<EbmlElement> all(ObjectBytes bytes, long start) {
        return from(bytes, start, bytes.size());
    }

    /** The elements in this one. */
    Stream<EbmlElement> children() {
        return sized ? all() : all().takeWhile(child -> !child.isTop());
    }

    /** The elements up to the end, including those of the top levels. */
    Stream<EbmlElement> all() {
        return from(bytes, body, end);
    }

    /** The first element in this one that has this ID. */
    Optional<EbmlElement> child(long childId) {
        return children().filter(child -> child.id == childId).findFirst();
    }

    /** The element at this offset in the content. */
    Optional<EbmlElement> at(long offset) {
        return offset < 0 || offset > end - body ? Optional.empty() : at(bytes, body + offset, end);
    }

    /** The content as an unsigned number; 0 unless it has 1 to 8 bytes. */
    long number() {
        long length = end - body;
        return length > 0 && length <= LONGEST_NUMBER ? bytes.bigEndian(body, (int) length) : 0;
    }

    /** The content as a floating-point number; 0 unless it has 4 or 8 bytes. */
    double real() {
        long length = end - body;
        if (length == 4) {
            return Float.intBitsToFloat((int) bytes.bigEndian(body, 4));
        }
        return length == 8 ? Double.longBitsToDouble(bytes.bigEndian(body, 8)) : 0;
    }

    /** The content as text of limited length, up to a zero byte. */
    String text(int mostCharacters) {
        String text = bytes.text(body, (int) Math.min(end - body, mostCharacters));
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }

    private boolean isTop() {
        return id >= FIRST_TOP_ID;
    }

    private static Stream<EbmlElement> from(ObjectBytes bytes, long position, long end) {
        return Stream.iterate(
                        at(bytes, position, end),
                        Optional::isPresent,
                        element -> at(bytes, element.orElseThrow().next(), end))
                .map(Optional::orElseThrow);
    }

    /** Where the next element begins. */
    private long next() {
        return sized
                ? end
                : all().filter(EbmlElement::isTop)
                        .findFirst()
                        .map(EbmlElement::begin)
                        .orElse(end);
    }

    private static Optional<EbmlElement> at(ObjectBytes bytes, long begin, long parentEnd) {
        int idBytes = encodedBytes(bytes.at(begin));
        int sizeBytes = encodedBytes(bytes.at(begin + idBytes));
        long body = begin + idBytes + sizeBytes;
        if (idBytes > LONGEST_ID || sizeBytes > LONGEST_NUMBER || body > parentEnd) {
            return Optional.empty();
        }
        long id = bytes.bigEndian(begin, idBytes);
        long unknown = (1L << (7 * sizeBytes)) - 1;
        long size = bytes.bigEndian(begin + idBytes, sizeBytes) & unknown;
        boolean sized = size != unknown;
        boolean whole = !sized || size <= parentEnd - body;
        long end = sized && whole ? body + size : parentEnd;
        EbmlElement element = new EbmlElement(bytes, begin, id, body, end, sized, whole);
        return element.sized || element.isTop() ? Optional.of(element) : Optional.empty();
    }

    /** How many bytes a number has: one more than its first byte has leading zeros. */
    private static int encodedBytes(int first) {
        return Integer.numberOfLeadingZeros(first) - 23;
    }
}
