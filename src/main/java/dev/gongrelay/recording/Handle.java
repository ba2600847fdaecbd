package dev.gongrelay.recording;

import java.util.Locale;
import java.util.Optional;

/**
 * Identifies a person without Gong's user ID: an email address, {@code extension:3201} or {@code phone:+15550100}. Handles
 * that mean the same are equal: addresses ignore case, and phone numbers everything but their digits.
 *
 * @param text the text to compare
 */
public record Handle(HandleKind kind, String text) {
    private static final String EXTENSION_PREFIX = "extension:";
    private static final String PHONE_PREFIX = "phone:";
    private static final int LONGEST_EXTENSION = 64;
    private static final int FEWEST_DIGITS = 3;
    private static final int MOST_DIGITS = 20;

    /** The kinds of handles. */
    public enum HandleKind {
        /** An email address. */
        ADDRESS("an email address"),
        /** An extension of the company's telephone system. */
        EXTENSION("an extension"),
        /** A phone number. */
        PHONE("a phone number");

        private final String words;

        HandleKind(String words) {
            this.words = words;
        }

        /** The kind in a message, such as {@code an extension}. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** The handle in call details; empty if the text is not one. */
    public static Optional<Handle> of(CharSequence given) {
        String text = given.toString();
        if (text.startsWith(EXTENSION_PREFIX)) {
            return extension(text.substring(EXTENSION_PREFIX.length())).or(() -> address(text));
        }
        if (text.startsWith(PHONE_PREFIX)) {
            return phone(text.substring(PHONE_PREFIX.length())).or(() -> address(text));
        }
        return address(text);
    }

    /** An email address; empty if the text is not one. */
    public static Optional<Handle> address(String text) {
        return EmailAddress.isValid(text)
                ? Optional.of(new Handle(HandleKind.ADDRESS, text.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** An extension of printable ASCII characters without spaces; empty if the text is not one. */
    public static Optional<Handle> extension(String text) {
        boolean valid = !text.isEmpty()
                && text.length() <= LONGEST_EXTENSION
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return valid ? Optional.of(new Handle(HandleKind.EXTENSION, text)) : Optional.empty();
    }

    /** A phone number of 3 to 20 digits and what people write between them; empty if the text is not one. */
    public static Optional<Handle> phone(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && digits.length() < MOST_DIGITS) {
                digits.append(c);
            } else if (!isBetweenDigits(c)) {
                return Optional.empty();
            }
        }
        return digits.length() < FEWEST_DIGITS
                ? Optional.empty()
                : Optional.of(new Handle(HandleKind.PHONE, digits.toString()));
    }

    /** Signs, spaces and dashes of any width, and invisible marks, which address books add. */
    private static boolean isBetweenDigits(char c) {
        return " +-.()/\u00a0\u2212\ufeff".indexOf(c) >= 0
                || (c >= '\u2000' && c <= '\u2015')
                || (c >= '\u202a' && c <= '\u202f')
                || (c >= '\u2060' && c <= '\u2069');
    }

    /** The handle as in call details. Personal: not for messages. */
    @Override
    public String toString() {
        return switch (kind) {
            case ADDRESS -> text;
            case EXTENSION -> EXTENSION_PREFIX + text;
            case PHONE -> PHONE_PREFIX + text;
        };
    }
}
