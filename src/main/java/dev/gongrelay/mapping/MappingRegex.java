package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regular expression in a mapping. Each character that it reads is spent, which stops one that backtracks. */
final class MappingRegex extends JFunction {
    private final Pattern pattern;
    private final Bounds bounds;

    MappingRegex(Pattern pattern, Bounds bounds) {
        super((input, arguments) -> null, "<s:o>");
        this.pattern = pattern;
        this.bounds = bounds;
    }

    /** Its matches in a text. */
    Matches in(String text) {
        return new Matches(pattern.matcher(new CountedText(text, () -> bounds.spend(1))));
    }

    /** Called as a function, it returns its first match. */
    @Override
    @SuppressWarnings("rawtypes") // as the library declares it
    public @Nullable Object call(Object input, List arguments) {
        if (!(arguments.get(0) instanceof String text)) {
            return null;
        }
        Matches matches = in(text);
        return matches.next() ? matches.match() : null;
    }
}
