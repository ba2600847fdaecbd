package dev.gongrelay.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * {@code $encodeUrl}, {@code $decodeUrl} and {@code $decodeUrlComponent} (docs.jsonata.org, 2026; ECMA-262, 19.2.6). The
 * library's take a plus sign for a space, as in forms, and leave some characters as they are.
 */
final class UrlFunctions {
    private static final String RESERVED = ";/?:@&=+$,#";
    private static final String UNESCAPED = RESERVED + "-_.!~*'()";
    /** An escaped byte, such as {@code %C3}. */
    private static final int ESCAPE = 3;

    private UrlFunctions() {}

    /** Escapes the characters that a URL can't contain. */
    static String encode(String text, Bounds bounds) {
        bounds.requireRoom((long) ESCAPE * text.length());
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    /** Decodes the escapes in a URL, except those of characters that separate its parts. */
    static String decode(String text) {
        return decode(text, RESERVED);
    }

    /** Decodes all escapes in a part of a URL. */
    static String decodeComponent(String text) {
        return decode(text, "");
    }

    private static String decode(String text, String kept) {
        StringBuilder decoded = new StringBuilder();
        int end;
        for (int i = 0; i < text.length(); i = end) {
            end = i + 1;
            String read = text.substring(i, end);
            if (read.equals("%")) {
                end = i + ESCAPE * bytesOf(octet(text, i));
                read = character(text, i, end);
                read = kept.contains(read) ? text.substring(i, end) : read;
            }
            decoded.append(read);
        }
        return decoded.toString();
    }

    /** How many bytes a character has, by its first byte (RFC 3629, 3). */
    private static int bytesOf(int first) {
        return first < 0x80 ? 1 : Math.max(1, Integer.numberOfLeadingZeros(~(first << 24)));
    }

    private static String character(String text, int begin, int end) {
        byte[] octets = new byte[(end - begin) / ESCAPE];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) octet(text, begin + ESCAPE * i);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int octet(String text, int at) {
        boolean whole = at + ESCAPE <= text.length() && text.charAt(at) == '%';
        int high = whole ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = whole ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return high * 16 + low;
    }

    private static RefusalException malformed() {
        return new RefusalException("a text is not encoded as a part of a URL");
    }
}
