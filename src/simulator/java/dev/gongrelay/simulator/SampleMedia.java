package dev.gongrelay.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Generates recordings for tests, with valid first bytes and noise after them. */
public final class SampleMedia {
    /** MPEG 1, layer III, 128 kbit/s, 44.1 kHz, mono. */
    private static final byte[] MP3_HEADER = {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, (byte) 0xC0};

    private static final int MP3_FRAME_BYTES = 417;

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

    /** An MP3 file of this size in bytes: frames of a mono stream with noise in them. */
    public static byte[] mp3(int sizeBytes, long seed) {
        byte[] bytes = new byte[sizeBytes];
        new Random(seed).nextBytes(bytes);
        for (int frame = 0; frame <= sizeBytes - MP3_HEADER.length; frame += MP3_FRAME_BYTES) {
            System.arraycopy(MP3_HEADER, 0, bytes, frame, MP3_HEADER.length);
        }
        return bytes;
    }
}
