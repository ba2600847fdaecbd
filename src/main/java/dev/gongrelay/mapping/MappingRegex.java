package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regular expression of a mapping. Each character that it reads is spent, which stops one that backtracks. */
final class MappingRegex extends JFunction {
    private final Pattern pattern;
    private final Bounds bounds;

    MappingRegex(Pattern pattern, Bounds bounds) {
        super((input, arguments) -> null, "<s:o>");
        this.pattern = pattern;
        this.bounds = bounds;
    }

    /** A bounded matcher. */
    Matcher matcher(String text) {
        return pattern.matcher(new CountedText(text, () -> bounds.spend(1)));
    }

    /** Called like a function, it gives its first match. */
    @Override
    @SuppressWarnings("rawtypes") // as the library has it
    public @Nullable Object call(Object input, List arguments) {
        if (!(arguments.get(0) instanceof String text)) {
            return null;
        }
        Matcher matcher = matcher(text);
        if (!isFound(matcher)) {
            return null;
        }
        Map<String, Object> match = new LinkedHashMap<>();
        match.put("match", matcher.group());
        match.put("start", matcher.start());
        match.put("end", matcher.end());
        match.put("groups", groups(matcher));
        return match;
    }

    /** Whether there is another match. */
    static boolean isFound(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            // Groups are matched by recursion; nothing is left half done by it.
            throw new Refusal("a regular expression goes too deep on this text");
        }
    }

    /** The groups of a match; null for one that took no part in it. */
    static List<@Nullable Object> groups(Matcher matcher) {
        List<@Nullable Object> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        return groups;
    }
}
