package dev.gongrelay.source;

import java.util.Optional;

/**
 * The number of channels of an audio track in MP4 (ISO/IEC 14496-12, 12.2.3; Apple, "QuickTime File Format", sound sample
 * descriptions). With AAC, AC-3 and AMR, the field for it is the constant 2, and the codec's own configuration has the
 * true number.
 */
final class SoundDescription {
    /** The fields of {@code stsd} itself: its version and the number of entries. */
    static final int OWN_BYTES = 8;
    /** The fields of an entry itself, by its QuickTime version. The codec's boxes follow. */
    private static final int ENTRY_BYTES = 28;

    private static final int ENTRY_1_BYTES = 44;
    private static final int ENTRY_2_BYTES = 64;

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_CONFIG_BYTES = 13;
    private static final int DECODER_SPECIFIC_INFO = 5;

    private final ObjectBytes bytes;
    private final Mp4Box entry;
    private final int version;
    private final int ownBytes;

    private SoundDescription(Mp4Box descriptions, Mp4Box entry) {
        this.bytes = entry.bytes();
        this.entry = entry;
        this.version = (int) bytes.bigEndian(entry.body() + 8, 2);
        boolean quickTime = bytes.at(descriptions.body()) == 0;
        this.ownBytes = version == 1 && quickTime ? ENTRY_1_BYTES : version == 2 ? ENTRY_2_BYTES : ENTRY_BYTES;
    }

    /** The channels by the first entry of a track's {@code stsd}; 0 if unknown. */
    static int channels(Mp4Box descriptions) {
        return descriptions
                .children(OWN_BYTES)
                .findFirst()
                .map(entry -> new SoundDescription(descriptions, entry).channels())
                .orElse(0);
    }

    private int channels() {
        return switch (entry.type()) {
            case "samr", "sawb", "sawp" -> 1;
            case "mp4a" ->
                version == 2
                        ? declared()
                        : elementaryStream().map(this::ofStream).orElse(0);
            case "ac-3" -> child("dac3").map(this::ofAc3).orElse(0);
            case "alac" -> child("alac").map(box -> bytes.at(box.body() + 13)).orElseGet(this::declared);
            case "enca", "ec-3", "ac-4" -> 0;
            default -> declared();
        };
    }

    private int declared() {
        return (int)
                (version == 2 ? bytes.bigEndian(entry.body() + 40, 4) & 0xFFFF : bytes.bigEndian(entry.body() + 16, 2));
    }

    private Optional<Mp4Box> child(String type) {
        return entry.children(ownBytes).filter(box -> box.type().equals(type)).findFirst();
    }

    /** The stream's description, which QuickTime puts in a {@code wave} box. */
    private Optional<Mp4Box> elementaryStream() {
        return child("esds").or(() -> child("wave").flatMap(box -> box.child("esds")));
    }

    /** By the audio coding mode, plus one if there is a low-frequency channel (ETSI TS 102 366, F.4). */
    private int ofAc3(Mp4Box configuration) {
        int fields = (int) bytes.bigEndian(configuration.body(), 3);
        int[] channelsByMode = {2, 1, 2, 3, 3, 4, 4, 5};
        return channelsByMode[fields >> 11 & 7] + (fields >> 10 & 1);
    }

    /** The stream's descriptor contains the decoder's, which contains the codec's own (ISO/IEC 14496-1, 7.2.6.5). */
    private int ofStream(Mp4Box esds) {
        return Descriptor.at(bytes, esds.body() + 4, esds.end(), ES_DESCRIPTOR)
                .flatMap(stream -> Descriptor.at(bytes, stream.body + streamBytes(stream), stream.end, DECODER_CONFIG))
                .filter(decoder -> isAac(bytes.at(decoder.body)))
                .flatMap(decoder ->
                        Descriptor.at(bytes, decoder.body + DECODER_CONFIG_BYTES, decoder.end, DECODER_SPECIFIC_INFO))
                .map(info -> new AacConfiguration(bytes, info.body, info.end).channels())
                .orElse(0);
    }

    /** The length of the descriptor's own fields: an ID and, depending on flags, a dependency, a URL, and a clock. */
    private int streamBytes(Descriptor stream) {
        int flags = bytes.at(stream.body + 2);
        int length = 3 + ((flags & 0x80) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0) {
            length += 1 + bytes.at(stream.body + length);
        }
        return length + ((flags & 0x20) != 0 ? 2 : 0);
    }

    /** Whether it is MPEG-4 audio or MPEG-2 AAC. */
    private static boolean isAac(int objectType) {
        return objectType == 0x40 || (objectType >= 0x66 && objectType <= 0x68);
    }

    private record Descriptor(long body, long end) {
        /** The descriptor at a position, if it has this tag. Its length has 7 bits in each byte. */
        static Optional<Descriptor> at(ObjectBytes bytes, long position, long parentEnd, int tag) {
            long length = 0;
            long body = position + 1;
            boolean more = true;
            for (int i = 0; i < 4 && more; i++, body++) {
                length = (length << 7) | (bytes.at(body) & 0x7F);
                more = (bytes.at(body) & 0x80) != 0;
            }
            return bytes.at(position) == tag && body < parentEnd
                    ? Optional.of(new Descriptor(body, Math.min(body + length, parentEnd)))
                    : Optional.empty();
        }
    }
}
