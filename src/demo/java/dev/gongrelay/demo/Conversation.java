package dev.gongrelay.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * A WAV file of any size, made while it is read: two voices that take turns, the rep on the left channel and the
 * customer, higher, on the right (RIFF/WAVE, PCM, 16 kHz, 16 bits). No two stretches of it are equal, so that a hash
 * tells whether one went missing or came twice.
 */
final class Conversation extends InputStream {
    private static final int RATE = 16_000;
    private static final int FRAME = 4;
    private static final int HEADER = 44;
    private static final int LOOP_SECONDS = 12;
    private static final int TURN_SECONDS = 3;

    private final ByteBuffer header;
    private final short[] left = voice(120, 0);
    private final short[] right = voice(210, 1);
    private final long frames;
    private final ByteBuffer pending = ByteBuffer.allocate(FRAME * 4096).order(ByteOrder.LITTLE_ENDIAN);
    private long frame;
    private int noise = 0x2545f491;

    /** A file of this many bytes, or up to three less. */
    Conversation(long bytes) {
        if (bytes < HEADER + FRAME || bytes > 0xffffffffL) {
            throw new IllegalArgumentException("a WAV file has 48 bytes to 4 GiB");
        }
        frames = (bytes - HEADER) / FRAME;
        header = header();
        pending.flip();
    }

    /** The size of the file in bytes. */
    long length() {
        return HEADER + frames * FRAME;
    }

    /** Its playing time. */
    Duration duration() {
        return Duration.ofMillis(frames * 1000 / RATE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        ByteBuffer source = header.hasRemaining() ? header : pending;
        if (!source.hasRemaining() && !synthesize()) {
            return -1;
        }
        int read = Math.min(length, source.remaining());
        source.get(bytes, offset, read);
        return read;
    }

    private boolean synthesize() {
        pending.clear();
        for (; frame < frames && pending.hasRemaining(); frame++) {
            int position = (int) (frame % left.length);
            noise ^= noise << 13;
            noise ^= noise >>> 17;
            noise ^= noise << 5;
            pending.putShort((short) (left[position] + (noise & 7)));
            pending.putShort((short) (right[position] + (noise >>> 29)));
        }
        pending.flip();
        return pending.hasRemaining();
    }

    private ByteBuffer header() {
        int data = (int) (frames * FRAME);
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(data + HEADER - 8)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 2)
                .putInt(RATE)
                .putInt(RATE * FRAME)
                .putShort((short) FRAME)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt(data)
                .flip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One channel's loop: a tone with overtones, in syllables, whenever it is its turn. */
    private static short[] voice(double hertz, int turn) {
        short[] samples = new short[RATE * LOOP_SECONDS];
        for (int i = 0; i < samples.length; i++) {
            double seconds = (double) i / RATE;
            boolean speaking = (int) (seconds / TURN_SECONDS) % 2 == turn;
            double syllable = Math.max(0, Math.sin(2 * Math.PI * 3.5 * seconds));
            double pitch = 2 * Math.PI * hertz * seconds + 0.8 * Math.sin(2 * Math.PI * 0.7 * seconds);
            double wave = Math.sin(pitch) + 0.5 * Math.sin(2 * pitch) + 0.3 * Math.sin(3 * pitch);
            samples[i] = (short) (speaking ? 9000 * syllable * wave : 0);
        }
        return samples;
    }
}
