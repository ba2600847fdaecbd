package dev.gongrelay.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The matches of a text, or of a regular expression, in another text, one after the other. */
final class Matches {
    private final String text;
    private final String part;
    private final @Nullable Matcher matcher;
    private int start;
    private int end;

    /** Searches for a text that is not empty. */
    Matches(String text, String part) {
        this.text = text;
        this.part = part;
        this.matcher = null;
    }

    Matches(Matcher matcher) {
        this.text = "";
        this.part = "";
        this.matcher = matcher;
    }

    /** Goes to the next match; false if there is none. */
    boolean next() {
        if (matcher != null) {
            boolean found = MappingRegex.isFound(matcher);
            start = found ? matcher.start() : start;
            end = found ? matcher.end() : end;
            return found;
        }
        start = text.indexOf(part, end);
        end = start + part.length();
        return start >= 0;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The match, as functions get it. */
    Map<String, Object> match() {
        Map<String, Object> match = new LinkedHashMap<>();
        List<@Nullable Object> groups = new ArrayList<>();
        groups.add(matcher == null ? part : matcher.group());
        if (matcher != null) {
            groups.addAll(MappingRegex.groups(matcher));
        }
        match.put("match", matcher == null ? part : matcher.group());
        match.put("groups", groups);
        return match;
    }

    /**
     * A replacement in which {@code $1} is the first group, {@code $0} the whole match, and {@code $$} a dollar sign.
     */
    String expand(String replacement) {
        if (matcher == null) {
            return replacement;
        }
        StringBuilder expanded = new StringBuilder();
        int i = 0;
        while (i < replacement.length()) {
            char c = replacement.charAt(i++);
            char next = i < replacement.length() ? replacement.charAt(i) : ' ';
            if (c != '$' || (next != '$' && !Character.isDigit(next))) {
                expanded.append(c);
            } else if (next == '$') {
                expanded.append('$');
                i++;
            } else {
                int group = 0;
                int digits = 0;
                while (i < replacement.length()
                        && Character.isDigit(replacement.charAt(i))
                        && (digits == 0 || group * 10 + replacement.charAt(i) - '0' <= matcher.groupCount())) {
                    group = group * 10 + replacement.charAt(i) - '0';
                    digits++;
                    i++;
                }
                String value = group <= matcher.groupCount() ? matcher.group(group) : "";
                expanded.append(value == null ? "" : value);
            }
        }
        return expanded.toString();
    }
}
