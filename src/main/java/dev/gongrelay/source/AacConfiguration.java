package dev.gongrelay.source;

/** The number of channels of AAC, from its AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), read bit by bit. */
final class AacConfiguration {
    private static final int LOW_COMPLEXITY = 2;
    private static final int SPECTRAL_BAND_REPLICATION = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int ESCAPED_TYPE = 31;
    private static final int OWN_FREQUENCY = 15;
    private static final int SYNC_EXTENSION = 0x2B7;
    private static final int PARAMETRIC_STEREO_EXTENSION = 0x548;
    /** By channel configuration; 0 if only the stream itself tells, or the value is reserved. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

    private final ObjectBytes bytes;
    private final long body;
    private final long bits;
    private long position;

    /** The configuration in these bytes. */
    AacConfiguration(ObjectBytes bytes, long body, long end) {
        this.bytes = bytes;
        this.body = body;
        this.bits = (end - body) * 8;
    }

    /** How many channels a decoder puts out; 0 if unknown. */
    int channels() {
        int type = objectType();
        frequency();
        int channels = CHANNELS[next(4)];
        return channels == 1 && (type == PARAMETRIC_STEREO || isExtendedToStereo(type)) ? 2 : channels;
    }

    /** Whether an extension, which older decoders ignore, makes two channels of one. */
    private boolean isExtendedToStereo(int type) {
        if (type != LOW_COMPLEXITY) {
            return false;
        }
        boolean shortFrames = next(1) == 1;
        int coreDelayBits = next(1) == 1 ? 14 : 0;
        next(coreDelayBits);
        boolean extension = next(1) == 1;
        if (shortFrames
                || extension
                || next(11) != SYNC_EXTENSION
                || objectType() != SPECTRAL_BAND_REPLICATION
                || next(1) == 0) {
            return false;
        }
        frequency();
        return next(11) == PARAMETRIC_STEREO_EXTENSION && next(1) == 1;
    }

    private int objectType() {
        int type = next(5);
        return type == ESCAPED_TYPE ? 32 + next(6) : type;
    }

    private void frequency() {
        if (next(4) == OWN_FREQUENCY) {
            next(24);
        }
    }

    /** The next bits as a number, with zeros behind the end. */
    private int next(int count) {
        int number = 0;
        for (int i = 0; i < count; i++, position++) {
            int octet = position < bits ? bytes.at(body + position / 8) : 0;
            number = (number << 1) | ((octet >> (7 - position % 8)) & 1);
        }
        return number;
    }
}
