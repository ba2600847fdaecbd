package dev.gongrelay.source;

/**
 * Tags in front of the audio. Their lengths tell where the file really begins: ID3v2 (id3.org, "ID3 tag version
 * 2.4.0, main structure", 3) and APEv2 (wiki.hydrogenaud.io, "APEv2 specification").
 */
final class LeadingTags {
    private static final int ID3_HEADER_BYTES = 10;
    private static final int ID3_FOOTER_FLAG = 0x10;
    private static final int APE_HEADER_BYTES = 32;
    private static final long APE_HEADER_FLAG = 1L << 29;

    private LeadingTags() {}

    /** Where the last of the consecutive tags ends, possibly beyond the end of the file; 0 if there is none. */
    static long end(ObjectBytes bytes) {
        long end = 0;
        long length;
        do {
            length = Math.max(id3Length(bytes, end), apeLength(bytes, end));
            end += length;
        } while (length > 0);
        return end;
    }

    private static long id3Length(ObjectBytes bytes, long tag) {
        int version = bytes.has(tag, "ID3") ? bytes.at(tag + 3) : 0;
        long size = bytes.bigEndian(tag + 6, 4);
        if (version < 2 || version > 4 || (size & 0x80808080L) != 0) {
            return 0;
        }
        long length =
                ((size >> 24 & 0x7F) << 21) | ((size >> 16 & 0x7F) << 14) | ((size >> 8 & 0x7F) << 7) | (size & 0x7F);
        return ID3_HEADER_BYTES + length + ((bytes.at(tag + 5) & ID3_FOOTER_FLAG) != 0 ? ID3_HEADER_BYTES : 0);
    }

    private static long apeLength(ObjectBytes bytes, long tag) {
        boolean header = bytes.has(tag, "APETAGEX") && (bytes.littleEndian(tag + 20, 4) & APE_HEADER_FLAG) != 0;
        return header ? APE_HEADER_BYTES + bytes.littleEndian(tag + 12, 4) : 0;
    }
}
