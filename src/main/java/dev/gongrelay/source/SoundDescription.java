package dev.gongrelay.source;

import java.util.Optional;

/**
 * How many channels an audio track of an MP4 file has (ISO/IEC 14496-12, 12.2.3; Apple, "QuickTime File Format", sound
 * sample descriptions). The field for it is not always true: with AAC, AC-3 and AMR it is the constant 2, and the truth
 * stands in the codec's own configuration.
 */
final class SoundDescription {
    /** The version and the count of entries of {@code stsd}. */
    private static final int OWN_BYTES = 8;
    /** The fields of an entry by QuickTime's version of it; what codecs add follows. */
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

    /** By the first entry of a track's {@code stsd}; 0 if it doesn't tell. */
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

    /** QuickTime puts it into a {@code wave}. */
    private Optional<Mp4Box> elementaryStream() {
        return child("esds").or(() -> child("wave").flatMap(box -> box.child("esds")));
    }

    /** ETSI TS 102 366, F.4: the audio coding mode, and whether there is a channel for low frequencies. */
    private int ofAc3(Mp4Box configuration) {
        int fields = (int) bytes.bigEndian(configuration.body(), 3);
        int[] channelsByMode = {2, 1, 2, 3, 3, 4, 4, 5};
        return channelsByMode[fields >> 11 & 7] + (fields >> 10 & 1);
    }

    /** ISO/IEC 14496-1, 7.2.6.5: a descriptor of the stream, in it one of the decoder, in it the codec's own. */
    private int ofStream(Mp4Box esds) {
        return Descriptor.at(bytes, esds.body() + 4, esds.end(), ES_DESCRIPTOR)
                .flatMap(stream -> Descriptor.at(bytes, stream.body + streamBytes(stream), stream.end, DECODER_CONFIG))
                .filter(decoder -> isAac(bytes.at(decoder.body)))
                .flatMap(decoder ->
                        Descriptor.at(bytes, decoder.body + DECODER_CONFIG_BYTES, decoder.end, DECODER_SPECIFIC_INFO))
                .map(info -> new AacConfiguration(bytes, info.body, info.end).channels())
                .orElse(0);
    }

    /** The descriptor's own fields: an id, and by flags what it depends on, a URL, and a clock. */
    private int streamBytes(Descriptor stream) {
        int flags = bytes.at(stream.body + 2);
        int length = 3 + ((flags & 0x80) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0) {
            length += 1 + bytes.at(stream.body + length);
        }
        return length + ((flags & 0x20) != 0 ? 2 : 0);
    }

    /** MPEG-4 audio, or AAC as of MPEG-2. */
    private static boolean isAac(int objectType) {
        return objectType == 0x40 || (objectType >= 0x66 && objectType <= 0x68);
    }

    private record Descriptor(long body, long end) {
        /** The descriptor that begins at a position, if it is of this kind; its length has 7 bits a byte. */
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
