package dev.gongrelay.event;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Decodes form-encoded keys. Stricter than {@link java.net.URLDecoder}, which decodes a malformed key to a wrong one.
 */
final class FormEncoding {
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

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
        ByteBuffer bytes = ByteBuffer.wrap(decoded.toByteArray());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "the event's key is malformed: its escape sequences are not UTF-8", e);
        }
    }

    private static int escaped(byte[] source, int position) {
        String escape = new String(source, position, Math.min(3, source.length - position), StandardCharsets.UTF_8);
        if (!ESCAPE.matcher(escape).matches()) {
            String problem = "\"" + Fields.quote(escape) + "\" at byte " + position + " is not an escape sequence";
            throw new PermanentException(FailureCode.EVENT_INVALID, "the event's key is malformed: " + problem);
        }
        return HexFormat.fromHexDigits(escape, 1, 3);
    }
}
