package dev.gongrelay.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;

/**
 * {@code $encodeUrl}, {@code $decodeUrl} and {@code $decodeUrlComponent} (docs.jsonata.org, 2026; ECMA-262, 19.2.6). The
 * library's take a plus sign for a space, as in forms, and leave some characters as they are.
 */
final class UrlFunctions {
    private static final String UNESCAPED = ";/?:@&=+$,#-_.!~*'()";
    /** The escape of a character that separates the parts of a URL. */
    private static final Pattern SEPARATOR = Pattern.compile("(?i)%(3[ABDF]|2[346BCF]|40)");

    private static final int ESCAPE_CHARACTERS = 3;

    private UrlFunctions() {}

    /** Escapes the characters that a URL can't contain. */
    static String encode(String text, Bounds bounds) {
        bounds.requireRoom((long) ESCAPE_CHARACTERS * text.length());
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    /** Decodes the escapes in a URL, except those of characters that separate its parts. */
    static String decode(String text) {
        return decodeComponent(SEPARATOR.matcher(text).replaceAll("%25$1"));
    }

    /** Decodes all escapes in a part of a URL. Unlike the JDK, refuses those that are not UTF-8, and keeps a plus sign. */
    static String decodeComponent(String text) {
        String octets = new String(text.getBytes(UTF_8), ISO_8859_1).replace("+", "%2B");
        try {
            byte[] decoded = URLDecoder.decode(octets, ISO_8859_1).getBytes(ISO_8859_1);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new RefusalException("a text is not encoded as a part of a URL");
        }
    }
}
