package dev.gongrelay.source;

/** FLAC, recognized by its STREAMINFO block, which is always the first and has 34 bytes (RFC 9639, 8.1 and 8.2). */
final class FlacFile {
    private static final int STREAMINFO = 0;
    private static final int STREAMINFO_BYTES = 34;
    private static final long TOTAL_SAMPLES = (1L << 36) - 1;

    private FlacFile() {}

    static boolean begins(ObjectBytes bytes, long start) {
        return bytes.has(start, "fLaC");
    }

    static MediaFormat read(ObjectBytes bytes, long start) throws UnsupportedMediaException {
        long block = start + 4;
        long info = block + 4;
        long properties = bytes.bigEndian(info + 10, 8);
        long sampleRate = properties >>> 44;
        if ((bytes.at(block) & 0x7F) != STREAMINFO
                || bytes.bigEndian(block + 1, 3) != STREAMINFO_BYTES
                || sampleRate == 0) {
            throw UnsupportedMediaException.broken("FLAC", "it does not begin with a STREAMINFO block");
        }
        if (!bytes.reaches(info + STREAMINFO_BYTES, 1)) {
            throw UnsupportedMediaException.broken("FLAC", "it ends with its header");
        }
        int channels = (int) (properties >>> 41 & 7) + 1;
        return new MediaFormat("flac", "audio/flac", channels).lasting(properties & TOTAL_SAMPLES, sampleRate);
    }
}
