package dev.gongrelay.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The text of a mapping, prepared for the library. The library would match regular expressions without a bound, so each
 * is replaced by a variable of the same length, whose value is a {@link MappingRegex}.
 */
final class MappingText {
    /** Functions whose results change from day to day, or that can't be bounded. */
    static final Set<String> REFUSED = Set.of("eval", "millis", "now", "random", "shuffle");

    private static final String SPACES = " \t\n\r";
    private static final String OPERATORS = ".[]{}(),@#;:?+-*/%|=<>^&!~";
    /** Private-use characters, which nobody's variables have. */
    private static final char FIRST_NAME = '\ue000';

    private static final char FILLER = '\uf8ff';
    private static final int MOST_PATTERNS = 1000;
    private static final int LONGEST_GAP = 100;

    private final String text;
    private final StringBuilder prepared;
    private final Map<String, Pattern> patterns = new LinkedHashMap<>();
    private int at;
    /** Whether a value has just ended, so that a slash is a division. */
    private boolean afterValue;

    private boolean appliesPartially;

    /** @throws MappingException if a regular expression is malformed, or a function is called that is not allowed */
    MappingText(String text) throws MappingException {
        this.text = text;
        this.prepared = new StringBuilder(text);
        while (at < text.length()) {
            skipToken();
        }
    }

    /** The text with variables in place of regular expressions. All positions stay the same. */
    String prepared() {
        return prepared.toString();
    }

    /** The regular expressions by the names of their variables. */
    Map<String, Pattern> patterns() {
        return patterns;
    }

    /** Whether a function is applied partially, with a question mark as an argument. */
    boolean appliesPartially() {
        return appliesPartially;
    }

    private void skipToken() throws MappingException {
        char c = text.charAt(at);
        if (SPACES.indexOf(c) >= 0) {
            at++;
        } else if (text.startsWith("/*", at)) {
            at = behind("*/", at + 2);
        } else if (c == '"' || c == '\'') {
            skipString(c);
        } else if (c == '`') {
            at = behind("`", at + 1);
            afterValue = true;
        } else if (c == '/' && !afterValue) {
            takePattern();
        } else if (OPERATORS.indexOf(c) >= 0) {
            skipOperator(c);
        } else {
            skipWord();
        }
    }

    private int behind(String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private void skipString(char quote) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        afterValue = true;
    }

    /** Where a value is expected, a star stands for every field, and a percent sign for the parent. */
    private void skipOperator(char c) {
        boolean isValue = !afterValue && (c == '*' || c == '%');
        at += text.startsWith("**", at) ? 2 : 1;
        if (c == '?') {
            String rest = text.substring(at, Math.min(text.length(), at + LONGEST_GAP))
                    .stripLeading();
            appliesPartially |= rest.startsWith(",") || rest.startsWith(")");
        }
        afterValue = isValue || c == ')' || c == ']' || c == '}';
    }

    private void skipWord() throws MappingException {
        int start = at;
        while (at < text.length() && (SPACES + OPERATORS).indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.startsWith("$") && REFUSED.contains(word.substring(1))) {
            throw problem(start, word + " is not allowed: the same recording must always produce the same call");
        }
        afterValue = !Set.of("and", "or", "in").contains(word);
    }

    private void takePattern() throws MappingException {
        int start = at;
        skipPattern();
        if (at >= text.length()) {
            throw problem(start, "the regular expression has no / at its end");
        }
        String pattern = text.substring(start + 1, at);
        at++;
        int flags = 0;
        while (at < text.length() && "im".indexOf(text.charAt(at)) >= 0) {
            flags |= text.charAt(at) == 'i' ? Pattern.CASE_INSENSITIVE : Pattern.MULTILINE;
            at++;
        }
        String name = name(at - start - 1);
        patterns.put(name, compiled(pattern, flags, start));
        prepared.replace(start, at, "$" + name);
        afterValue = true;
    }

    /** Moves to the slash that ends the pattern, which is neither escaped nor in brackets. */
    private void skipPattern() {
        int depth = 0;
        boolean inClass = false;
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '/' && depth <= 0) {
                return;
            } else {
                inClass = c == '[';
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
    }

    private Pattern compiled(String pattern, int flags, int start) throws MappingException {
        if (pattern.isEmpty()) {
            throw problem(start, "the regular expression is empty");
        }
        if (patterns.size() == MOST_PATTERNS) {
            throw problem(start, "there are more than " + MOST_PATTERNS + " regular expressions");
        }
        try {
            return Pattern.compile(pattern, flags);
        } catch (PatternSyntaxException e) {
            throw problem(start + 1 + Math.max(0, e.getIndex()), "the regular expression is not valid in Java");
        } catch (StackOverflowError e) {
            throw problem(start, "the regular expression is nested too deep");
        }
    }

    private String name(int length) {
        String filler = String.valueOf(FILLER).repeat(length - 1);
        return (char) (FIRST_NAME + patterns.size()) + filler;
    }

    private MappingException problem(int offset, String reason) {
        return new MappingException(TextPosition.of(text, offset) + ": " + reason);
    }
}
