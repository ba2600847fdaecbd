package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Locale;

/**
 * Restores a value of object metadata as its producer wrote it. S3 takes UTF-8 for Latin-1, and returns what is not ASCII
 * as encoded words (RFC 2047; Amazon S3, "Working with object metadata", 2026). Other stores return it unchanged.
 */
final class MetadataText {
    private MetadataText() {}

    /** @throws MalformedDetailsException if encoded words can't be decoded */
    static byte[] bytes(String value) throws MalformedDetailsException {
        String text = value.startsWith("=?") ? decodeWords(value) : value;
        if (text.chars().allMatch(c -> c <= 0xff)) {
            byte[] bytes = text.getBytes(ISO_8859_1);
            if (isUtf8(bytes)) {
                return bytes;
            }
        }
        return text.getBytes(UTF_8);
    }

    /** The value on one line, for people to read; unchanged if it can't be decoded. */
    static String read(String value) {
        try {
            return new String(bytes(value), UTF_8).replaceAll("\\p{Cntrl}", " ").strip();
        } catch (MalformedDetailsException e) {
            return value;
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Decodes words such as {@code =?UTF-8?B?w7w=?=}, without the spaces between them. */
    private static String decodeWords(String value) throws MalformedDetailsException {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (String word : value.strip().split(" ")) {
            if (!word.isEmpty()) {
                decoded.writeBytes(decodeWord(word));
            }
        }
        return decoded.toString(UTF_8);
    }

    private static byte[] decodeWord(String word) throws MalformedDetailsException {
        String[] parts = word.split("\\?", -1);
        boolean isWord = parts.length == 5
                && parts[0].equals("=")
                && parts[1].equalsIgnoreCase(UTF_8.name())
                && parts[4].equals("=");
        try {
            return switch (isWord ? parts[2].toUpperCase(Locale.ROOT) : "") {
                case "B" -> Base64.getDecoder().decode(parts[3]);
                case "Q" -> decodeQuoted(parts[3]);
                default -> throw undecodable();
            };
        } catch (IllegalArgumentException e) {
            throw undecodable();
        }
    }

    /** Its escapes are those of a form in a URL, with other signs for the escape and the space. */
    private static byte[] decodeQuoted(String text) {
        String form =
                text.replace("%", "%25").replace("+", "%2B").replace('=', '%').replace('_', '+');
        return URLDecoder.decode(form, ISO_8859_1).getBytes(ISO_8859_1);
    }

    private static MalformedDetailsException undecodable() {
        return new MalformedDetailsException(
                "it has encoded words (RFC 2047) that are not UTF-8 in base64 or quoted-printable; write other characters"
                        + " than ASCII as JSON escapes, such as \\u00e9");
    }
}
