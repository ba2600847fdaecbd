package dev.gongrelay.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Recordings made for tests: right by their first bytes, noise after them. */
public final class SampleMedia {
    private SampleMedia() {}

    /** A WAV file of this size in bytes, 44 or more; the noise is the seed's. */
    public static byte[] wav(int sizeBytes, int channels, long seed) {
        byte[] bytes = new byte[sizeBytes];
        new Random(seed).nextBytes(bytes);
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes(ISO_8859_1)).putInt(sizeBytes - 8).put("WAVEfmt ".getBytes(ISO_8859_1));
        head.putInt(16).putShort((short) 1).putShort((short) channels).putInt(8000);
        head.putInt(8000 * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
        head.put("data".getBytes(ISO_8859_1)).putInt(sizeBytes - 44);
        return bytes;
    }

    /** An MP3 file by its ID3 tag. */
    public static byte[] mp3(int sizeBytes, long seed) {
        return beginning("ID3", sizeBytes, seed);
    }

    /** A file that begins with a text, one character a byte, and goes on with noise. */
    public static byte[] beginning(String text, int sizeBytes, long seed) {
        byte[] bytes = new byte[sizeBytes];
        new Random(seed).nextBytes(bytes);
        System.arraycopy(text.getBytes(ISO_8859_1), 0, bytes, 0, text.length());
        return bytes;
    }
}
