package dev.gongrelay.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The matches of a pattern in a text, one after the other. */
final class Matches {
    /** A reference to a group by its number, or an escaped dollar sign. */
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|(0|[1-9][0-9]*))");

    private static final int MOST_DIGITS = 9;

    private final Matcher matcher;

    Matches(Matcher matcher) {
        this.matcher = matcher;
    }

    /** Goes to the next match; false if there is none. */
    boolean next() {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            // Groups are matched by recursion, and nothing is left half done.
            throw new RefusalException("a regular expression goes too deep on this text");
        }
    }

    int start() {
        return matcher.start();
    }

    int end() {
        return matcher.end();
    }

    String text() {
        return matcher.group();
    }

    /** The groups of the match; null for each that took no part in it. */
    List<@Nullable Object> groups() {
        List<@Nullable Object> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        return groups;
    }

    /** The match as functions of a mapping get it (docs.jsonata.org, "Regular expressions", 2026). */
    Map<String, Object> match() {
        Map<String, Object> match = new LinkedHashMap<>();
        match.put("match", text());
        match.put("start", start());
        match.put("end", end());
        match.put("groups", groups());
        return match;
    }

    /**
     * A replacement in which {@code $1} is the first group, {@code $0} the whole match, and {@code $$} a dollar sign.
     */
    String expand(String replacement) {
        return REFERENCE
                .matcher(replacement)
                .replaceAll(reference -> Matcher.quoteReplacement(expandReference(reference.group(1))));
    }

    /** Uses only as many digits as form the number of a group. */
    private String expandReference(@Nullable String digits) {
        if (digits == null) {
            return "$";
        }
        int length = Math.min(digits.length(), MOST_DIGITS);
        while (length > 1 && Integer.parseInt(digits, 0, length, 10) > matcher.groupCount()) {
            length--;
        }
        int group = Integer.parseInt(digits, 0, length, 10);
        String value = group <= matcher.groupCount() ? matcher.group(group) : null;
        return (value == null ? "" : value) + digits.substring(length);
    }
}
