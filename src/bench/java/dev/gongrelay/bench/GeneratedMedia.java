package dev.gongrelay.bench;

import dev.gongrelay.simulator.SampleMedia;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A recording made of nothing but its size: a short WAV file again and again, whose length no chunk size divides, so
 * that bytes lost, repeated or out of order make another hash.
 */
record GeneratedMedia(long sizeBytes) {
    /** A prime number. */
    private static final int PERIOD_BYTES = 1_048_573;

    private static final byte[] PERIOD = SampleMedia.wav(PERIOD_BYTES, 1, 1);
    private static final Buffer SOURCE = Buffer.buffer(PERIOD);

    /** The bytes from this one on, at most this many, without copying them. */
    Buffer bytes(long from, int atMost) {
        int start = (int) (from % PERIOD_BYTES);
        long left = Math.min(sizeBytes - from, PERIOD_BYTES - start);
        return SOURCE.slice(start, start + (int) Math.min(left, atMost));
    }

    /** The SHA-256 of all of it, in hexadecimal. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long from = 0; from < sizeBytes; from += PERIOD_BYTES) {
                digest.update(PERIOD, 0, (int) Math.min(PERIOD_BYTES, sizeBytes - from));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
