package dev.gongrelay.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;

/** Reads from its first bytes how long media is: WAV, FLAC, and MP3 with a constant bit rate. */
final class MediaLength {
    /** This many bytes at the beginning are enough for most files. */
    static final int HEAD = 1 << 16;

    private static final int[] KBITS_VERSION_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBITS_VERSION_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};

    private MediaLength() {}

    /**
     * Reads it.
     *
     * @param head the first bytes
     * @param size the size of all in bytes
     */
    static Optional<Duration> of(byte[] head, long size) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WAVE")) {
            return wave(bytes.order(ByteOrder.LITTLE_ENDIAN), size);
        }
        return starts(bytes, 0, "fLaC") ? flac(bytes) : mpeg(bytes, size);
    }

    /** Divides the size of the sound by that of a second. Ignores impossible sizes, of writers that did not know it. */
    private static Optional<Duration> wave(ByteBuffer bytes, long size) {
        long perSecond = 0;
        for (long at = 12; at + 8 <= bytes.limit(); ) {
            int chunk = (int) at;
            long length = Integer.toUnsignedLong(bytes.getInt(chunk + 4));
            if (starts(bytes, chunk, "fmt ") && chunk + 20 <= bytes.limit()) {
                perSecond = Integer.toUnsignedLong(bytes.getInt(chunk + 16));
            } else if (starts(bytes, chunk, "data")) {
                return seconds(Math.min(length, size - chunk - 8), perSecond);
            }
            at += 8 + length + length % 2;
        }
        return Optional.empty();
    }

    /** Divides the number of samples by the sample rate, from the first block, STREAMINFO (RFC 9639, 8.2). */
    private static Optional<Duration> flac(ByteBuffer bytes) {
        if (bytes.limit() < 26) {
            return Optional.empty();
        }
        long packed = bytes.getLong(18);
        return seconds(packed & 0xF_FFFF_FFFFL, packed >>> 44);
    }

    /** Divides the rest of the file by the bit rate of its first layer III frame, after an ID3v2 tag, if any. */
    private static Optional<Duration> mpeg(ByteBuffer bytes, long size) {
        int at = 0;
        if (starts(bytes, 0, "ID3") && bytes.limit() >= 10) {
            at = 10 + (bytes.get(6) << 21 | bytes.get(7) << 14 | bytes.get(8) << 7 | bytes.get(9));
        }
        if (at < 0 || at + 4 > bytes.limit() || (bytes.getShort(at) & 0xFFE6) != 0xFFE2) {
            return Optional.empty();
        }
        boolean first = (bytes.get(at + 1) & 0x18) == 0x18;
        int index = (bytes.get(at + 2) & 0xF0) >> 4;
        int kbits = index == 15 ? 0 : (first ? KBITS_VERSION_1 : KBITS_VERSION_2)[index];
        return seconds(size - at, kbits * 125L);
    }

    private static Optional<Duration> seconds(long amount, long perSecond) {
        return perSecond <= 0 || amount <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(1000.0 * amount / perSecond)));
    }

    private static boolean starts(ByteBuffer bytes, int at, String name) {
        byte[] found = new byte[name.length()];
        if (at + found.length > bytes.limit()) {
            return false;
        }
        bytes.get(at, found);
        return new String(found, ISO_8859_1).equals(name);
    }
}
