package dev.gongrelay.event;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes keys written as in a HTML form: {@code +} for a space, {@code %} and two hexadecimal digits for a byte of
 * UTF-8. Stricter than {@link java.net.URLDecoder}, which would turn a malformed key into that of another object.
 */
final class FormEncoding {
    private FormEncoding() {}

    static String decode(String encoded) {
        byte[] source = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '+') {
                decoded.write(' ');
            } else if (source[i] == '%') {
                decoded.write(escaped(source, i));
                i += 2;
            } else {
                decoded.write(source[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "the event's key is malformed: its escapes are no UTF-8", e);
        }
    }

    private static int escaped(byte[] source, int position) {
        int high = digit(source, position + 1);
        int low = digit(source, position + 2);
        if (high < 0 || low < 0) {
            String escape = new String(source, position, Math.min(3, source.length - position), StandardCharsets.UTF_8);
            throw new PermanentException(
                    FailureCode.EVENT_INVALID,
                    "the event's key is malformed: \"" + Fields.quote(escape) + "\" at byte " + position
                            + " is no escape sequence");
        }
        return high * 16 + low;
    }

    private static int digit(byte[] source, int position) {
        return position < source.length ? Character.digit(source[position], 16) : -1;
    }
}
