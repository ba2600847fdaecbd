package dev.gongrelay.source;

import java.util.Optional;

/**
 * The header of a frame of MPEG audio (ISO/IEC 11172-3, 2.4.1.3 and 13818-3, 2.4.1.3; 2.5 is Fraunhofer's extension).
 *
 * @param version as coded: 0 for MPEG 2.5, 2 for MPEG 2, 3 for MPEG 1
 * @param layer 1 to 3; 3 is MP3
 * @param lengthBytes of the whole frame
 */
record MpegFrame(int version, int layer, int sampleRate, int lengthBytes, boolean mono) {
    static final int HEADER_BYTES = 4;

    private static final int SYNC = 0xFFE00000;
    private static final int MPEG_1 = 3;
    private static final int RESERVED_VERSION = 1;
    private static final int RESERVED_EMPHASIS = 2;
    private static final int MONO = 3;
    private static final int[] SAMPLE_RATES = {44100, 48000, 32000};
    /** Bitrates of MPEG 1 in kbit/s, by layer. */
    private static final int[][] BITRATES = {
        {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
    };
    /** Bitrates of MPEG 2 and 2.5 in kbit/s: of layer 1, and of the other two. */
    private static final int[][] LOW_BITRATES = {
        {32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    /** The frame with this header; empty if it isn't one, or has the free format, which doesn't tell its length. */
    static Optional<MpegFrame> of(int header) {
        int version = header >>> 19 & 3;
        int layer = 4 - (header >>> 17 & 3);
        int bitrateIndex = header >>> 12 & 15;
        int rateIndex = header >>> 10 & 3;
        boolean valid = (header & SYNC) == SYNC
                && version != RESERVED_VERSION
                && layer < 4
                && bitrateIndex > 0
                && bitrateIndex < 15
                && rateIndex < 3
                && (header & 3) != RESERVED_EMPHASIS;
        if (!valid) {
            return Optional.empty();
        }
        int[] bitrates = version == MPEG_1 ? BITRATES[layer - 1] : LOW_BITRATES[layer == 1 ? 0 : 1];
        int sampleRate = SAMPLE_RATES[rateIndex] >> (version == MPEG_1 ? 0 : version == 2 ? 1 : 2);
        int slots = samples(version, layer) / 8 * bitrates[bitrateIndex - 1] * 1000 / sampleRate;
        int padding = header >>> 9 & 1;
        int length = layer == 1 ? (slots / 4 + padding) * 4 : slots + padding;
        return Optional.of(new MpegFrame(version, layer, sampleRate, length, (header >>> 6 & 3) == MONO));
    }

    /** How many samples the frame has of each channel. */
    int samples() {
        return samples(version, layer);
    }

    /** Where in the frame an encoder puts its Xing or Info header: behind the side information. */
    int xingOffset() {
        int sideInformation = version == MPEG_1 ? (mono ? 17 : 32) : (mono ? 9 : 17);
        return HEADER_BYTES + sideInformation;
    }

    /** Whether this frame and the next one may belong to the same stream. */
    boolean isLike(MpegFrame next) {
        return version == next.version && layer == next.layer && sampleRate == next.sampleRate && mono == next.mono;
    }

    private static int samples(int version, int layer) {
        return switch (layer) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> version == MPEG_1 ? 1152 : 576;
        };
    }
}
