package dev.gongrelay.recording;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes the text of call details or a mapping: UTF-8 (RFC 8259, 8.1), with or without a byte order mark. */
final class DetailText {
    private DetailText() {}

    /**
     * Decodes a text strictly.
     *
     * @throws MalformedDetailsException if it is not UTF-8; says what it seems to be instead
     */
    static CharBuffer decode(byte[] bytes) throws MalformedDetailsException {
        if (startsWith(bytes, 0x1f, 0x8b)) {
            throw new MalformedDetailsException("it is compressed (gzip), but must be plain text");
        }
        String encoding = otherEncoding(bytes);
        if (!encoding.isEmpty()) {
            throw new MalformedDetailsException("it seems to be " + encoding + ", but must be UTF-8");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            in.position(3);
        }
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new MalformedDetailsException(
                    "it is not UTF-8 at byte " + (in.position() + 1) + ", in line " + line(bytes, in.position()));
        }
        return out.flip();
    }

    /** A text begins with an ASCII character, so zeros reveal an encoding even without a byte order mark. */
    private static String otherEncoding(byte[] bytes) {
        if (startsWith(bytes, 0, 0, 0xfe, 0xff) || startsWith(bytes, 0xff, 0xfe, 0, 0)) {
            return "UTF-32";
        }
        if (startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0xff, 0xfe)) {
            return "UTF-16";
        }
        if (bytes.length < 2 || (bytes[0] != 0 && bytes[1] != 0)) {
            return "";
        }
        return bytes.length > 2 && bytes[1] == 0 && bytes[2] == 0 ? "UTF-32" : "UTF-16";
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static int line(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
