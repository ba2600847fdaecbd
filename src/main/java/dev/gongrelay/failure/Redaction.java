package dev.gongrelay.failure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks email addresses and phone numbers in foreign text before a message quotes it. Masks too much rather than too
 * little: seven digits in a row are a phone number, unless they are a date, or more than a phone number has. Takes time
 * in proportion to the text's length.
 */
public final class Redaction {
    private static final String ADDRESS = "<address>";
    private static final String NUMBER = "<number>";

    /** An @, plain, full-width, or encoded for a URL, HTML or JSON. */
    private static final Pattern AT =
            Pattern.compile("[@\uFF20\uFE6B]|%(?:25){0,3}40|&#0{0,4}64;|&#[xX]0{0,4}40;|&commat;|\\\\u0040");
    /** What ends an address on either side, beside white space. */
    private static final String AROUND_ADDRESS = "\"<>()[],;:\u201C\u201D\u00AB\u00BB";

    /** Digits of a shorter number are masked only behind a plus sign or a word such as {@code tel:}. */
    private static final int FEWEST_DIGITS = 7;

    private static final int FEWEST_DIGITS_AFTER_PLUS = 5;
    private static final int FEWEST_DIGITS_AFTER_WORD = 2;
    /** The longest number (ITU-T E.164, 6.2.1); more digits in a row are an ID, such as Gong's callIds. */
    private static final int MOST_DIGITS = 15;
    /** What stands between two digits of a number, at most, as in {@code (0) - 30}. */
    private static final int MOST_SEPARATORS = 4;

    private static final Pattern WORD_BEFORE = Pattern.compile(
            "(?<!\\p{L})(?:tel|telephone|phone ?(?:number)?|fax|mobile|cell|ext|extn|extension)[.:=\"'\\s]{0,4}$",
            Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_WORD_BEFORE = 24;
    private static final Pattern EXTENSION_BEHIND = Pattern.compile(
            "[\\s\\u00A0,;]{0,3}(?:extension|extn|ext|x|#|durchwahl|poste)[.:=#\\s\\u00A0]{0,3}\\p{Nd}{1,10}",
            Pattern.CASE_INSENSITIVE);
    /** Dates and UUIDs: they have as many digits, but are not numbers. */
    private static final Pattern KEPT =
            Pattern.compile("(?:19|20)\\d\\d(?:-[01]\\d-[0-3]\\d(?![-./]?\\d)|[01]\\d[0-3]\\d(?=T\\d))"
                    + "|\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}(?![-\\p{XDigit}])");

    private final String text;
    private final StringBuilder masked = new StringBuilder();
    /** Everything before it is in {@link #masked}. */
    private int from;

    private Redaction(String text) {
        this.text = text;
    }

    /** The text with {@code <address>} and {@code <number>} in the place of addresses and phone numbers. */
    public static String mask(String text) {
        return new Redaction(new Redaction(text).maskAddresses()).maskNumbers();
    }

    private String maskAddresses() {
        Matcher at = AT.matcher(text);
        while (at.find()) {
            if (at.start() < from) {
                continue;
            }
            int start = startOfLocalPart(at.start());
            if (start == at.start()) {
                continue;
            }
            int end = endOfDomain(at.end());
            boolean plain = at.end() - at.start() == 1;
            if (plain || end > at.end()) {
                replace(start, end, ADDRESS);
            }
        }
        return masked.append(text, from, text.length()).toString();
    }

    private int startOfLocalPart(int at) {
        if (at > from && text.charAt(at - 1) == '"') {
            int opening = text.lastIndexOf('"', at - 2);
            return opening >= from ? opening : from;
        }
        int start = at;
        while (start > from && isInAddress(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private int endOfDomain(int behindAt) {
        int end = behindAt;
        if (end < text.length() && text.charAt(end) == '[') {
            int closing = text.indexOf(']', end);
            return closing < 0 ? text.length() : closing + 1;
        }
        while (end < text.length() && isInAddress(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isInAddress(char character) {
        return !isSpace(character) && AROUND_ADDRESS.indexOf(character) < 0;
    }

    private String maskNumbers() {
        Matcher kept = KEPT.matcher(text).useTransparentBounds(true);
        int at = 0;
        while (at < text.length()) {
            if (isFirstOfWord(at)
                    && !isAfterPlus(at)
                    && kept.region(at, text.length()).lookingAt()) {
                at = kept.end();
            } else if (Character.isDigit(text.charAt(at))) {
                at = maskNumber(at);
            } else {
                at++;
            }
        }
        return masked.append(text, from, text.length()).toString();
    }

    private boolean isFirstOfWord(int at) {
        return Character.isLetterOrDigit(text.charAt(at))
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
    }

    /** Masks the number that may begin here; gives where to go on. */
    private int maskNumber(int start) {
        boolean afterPlus = isAfterPlus(start);
        boolean afterWord = isAfterWord(start);
        int digits = 0;
        int end = start;
        int next = start;
        while (next < text.length() && Character.isDigit(text.charAt(next))) {
            int groupEnd = endOfDigits(next);
            boolean international = digits == 0 && (afterPlus || afterWord || text.startsWith("00", next));
            if (groupEnd - next > MOST_DIGITS && !international) {
                // An id: not a part of what is before it either.
                end = digits == 0 ? groupEnd : end;
                break;
            }
            digits += groupEnd - next;
            end = groupEnd;
            next = afterSeparators(groupEnd);
        }
        int fewest = afterWord ? FEWEST_DIGITS_AFTER_WORD : afterPlus ? FEWEST_DIGITS_AFTER_PLUS : FEWEST_DIGITS;
        if (digits < fewest) {
            return end;
        }
        Matcher extension = EXTENSION_BEHIND.matcher(text).region(end, text.length());
        end = extension.lookingAt() ? extension.end() : end;
        replace(startWithSigns(start), end, NUMBER);
        return end;
    }

    private int endOfDigits(int start) {
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int afterSeparators(int start) {
        int end = start;
        while (end < text.length() && end - start < MOST_SEPARATORS && isSeparator(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isSeparator(char character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION, Character.FORMAT -> true;
            default -> "\t()[]./%\u2212\u00B7\u2022\u30FB\uFF08\uFF09\uFF0E\uFF0F\u2215\u2044".indexOf(character) >= 0;
        };
    }

    private boolean isAfterPlus(int start) {
        for (int i = start - 1; i >= Math.max(from, start - 3); i--) {
            char before = text.charAt(i);
            if (before == '+' || before == '\uFF0B') {
                return true;
            }
            if (!isSpace(before) && before != '(') {
                return false;
            }
        }
        return false;
    }

    private boolean isAfterWord(int start) {
        return WORD_BEFORE
                .matcher(text)
                .region(Math.max(from, start - LONGEST_WORD_BEFORE), start)
                .find();
    }

    private int startWithSigns(int start) {
        int first = start;
        while (first > from && "+(\uFF0B\uFF08".indexOf(text.charAt(first - 1)) >= 0) {
            first--;
        }
        return first;
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private void replace(int start, int end, String mask) {
        masked.append(text, from, start).append(mask);
        from = end;
    }
}
