package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import com.dashjoin.jsonata.Utils;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Functions of JSONata (docs.jsonata.org, 2026) that the library doesn't bound, or whose results depend there on the
 * machine's language or time zone, or on the day.
 */
final class TextFunctions {
    private static final int MOST_DIGITS = 340;
    private static final int LARGEST_ROMAN = 10_000;

    private final Bounds bounds;

    TextFunctions(Bounds bounds) {
        this.bounds = bounds;
    }

    /** The functions by name. They take arguments that fit the library's signatures; only the first is never null. */
    Map<String, JFunctionCallable> all() {
        Map<String, JFunctionCallable> all = new LinkedHashMap<>();
        all.put("contains", (input, a) -> contains(text(a, 0), a.get(1)));
        all.put("decodeUrl", (input, a) -> UrlFunctions.decode(text(a, 0)));
        all.put("decodeUrlComponent", (input, a) -> UrlFunctions.decodeComponent(text(a, 0)));
        all.put("encodeUrl", (input, a) -> UrlFunctions.encode(text(a, 0), bounds));
        all.put("formatInteger", (input, a) -> formatInteger((Number) a.get(0), text(a, 1)));
        all.put("join", (input, a) -> join((List<?>) a.get(0), optional(a, 1)));
        all.put("lowercase", (input, a) -> text(a, 0).toLowerCase(Locale.ROOT));
        all.put("match", (input, a) -> match(text(a, 0), a.get(1), limit(a, 2)));
        all.put("pad", (input, a) -> pad(text(a, 0), (Number) a.get(1), optional(a, 2)));
        all.put("replace", (input, a) -> replace(a));
        all.put("round", (input, a) -> round((Number) a.get(0), (Number) at(a, 1)));
        all.put("sort", (input, a) -> SortFunction.sort((List<?>) a.get(0), at(a, 1)));
        all.put("split", (input, a) -> split(text(a, 0), a.get(1), limit(a, 2)));
        all.put("substring", (input, a) -> substring(a));
        all.put("toMillis", (input, a) -> toMillis(text(a, 0), optional(a, 1)));
        all.put("uppercase", (input, a) -> text(a, 0).toUpperCase(Locale.ROOT));
        return all;
    }

    private boolean contains(String text, @Nullable Object token) {
        return token instanceof String part
                ? text.contains(part)
                : regex(token).in(text).next();
    }

    private List<Object> match(String text, @Nullable Object token, int limit) {
        List<Object> found = Utils.createSequence();
        Matches matches = regex(token).in(text);
        while (found.size() < limit && matches.next()) {
            List<@Nullable Object> groups = matches.groups();
            Map<String, Object> match = new LinkedHashMap<>();
            match.put("match", matches.text());
            match.put("index", matches.start());
            match.put("groups", groups);
            found.add(match);
            bounds.spend(matches.text().length() + (1L + groups.size()) * Bounds.ROOM_OF_A_VALUE);
        }
        return found;
    }

    private List<Object> split(String text, @Nullable Object separator, int limit) {
        List<Object> parts = new ArrayList<>();
        if (separator instanceof String part && part.isEmpty()) {
            text.codePoints().limit(limit).forEach(c -> add(parts, Character.toString(c)));
            return parts;
        }
        Matches matches = matches(separator, text);
        int from = 0;
        while (parts.size() < limit && matches.next()) {
            add(parts, text.substring(from, matches.start()));
            from = matches.end();
        }
        if (parts.size() < limit) {
            add(parts, text.substring(from));
        }
        return parts;
    }

    private void add(List<Object> parts, String part) {
        bounds.spend(Bounds.ROOM_OF_A_VALUE);
        parts.add(part);
    }

    private String replace(List<?> arguments) throws Throwable {
        String text = text(arguments, 0);
        Object pattern = at(arguments, 1);
        Object replacement = at(arguments, 2);
        int limit = limit(arguments, 3);
        Matches matches = matches(pattern, text);
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int i = 0; i < limit && matches.next(); i++) {
            String put = replaced(matches, replacement, pattern instanceof MappingRegex);
            bounds.requireRoom((long) result.length() + matches.start() - from + put.length());
            bounds.spend(put.length());
            result.append(text, from, matches.start()).append(put);
            from = matches.end();
        }
        bounds.requireRoom((long) result.length() + text.length() - from);
        return result.append(text, from, text.length()).toString();
    }

    private static String replaced(Matches matches, @Nullable Object replacement, boolean isExpanded) throws Throwable {
        if (replacement instanceof String text) {
            return isExpanded ? matches.expand(text) : text;
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(matches.match());
        if (Functions.funcApply(replacement, arguments) instanceof String text) {
            return text;
        }
        throw new RefusalException("a match is replaced with a value that is not a text");
    }

    private String join(List<?> texts, String separator) {
        long length = 0;
        for (Object text : texts) {
            length += separator.length() + ((String) text).length();
        }
        bounds.requireRoom(length);
        return texts.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    private String pad(String text, Number width, String with) {
        long missing = Math.abs(width.longValue()) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        bounds.requireRoom(missing + text.length());
        int[] pads = (with.isEmpty() ? " " : with).codePoints().toArray();
        StringBuilder padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(pads[i % pads.length]);
        }
        return width.longValue() < 0 ? padding + text : text + padding;
    }

    private static String substring(List<?> arguments) {
        int[] characters = text(arguments, 0).codePoints().toArray();
        long start = ((Number) arguments.get(1)).longValue();
        long first = Math.max(0, start < 0 ? characters.length + start : start);
        Number length = (Number) at(arguments, 2);
        int from = (int) Math.min(first, characters.length);
        int rest = characters.length - from;
        return new String(
                characters, from, length == null ? rest : (int) Math.max(0, Math.min(length.longValue(), rest)));
    }

    private static Number round(Number number, @Nullable Number precision) {
        int digits = precision == null ? 0 : precision.intValue();
        if (!Double.isFinite(number.doubleValue()) || Math.abs((long) digits) > MOST_DIGITS) {
            throw new RefusalException("a number is out of range");
        }
        return Utils.convertNumber(BigDecimal.valueOf(number.doubleValue())
                .setScale(digits, RoundingMode.HALF_EVEN)
                .doubleValue());
    }

    /** The length of a Roman number grows with its value. */
    private static String formatInteger(Number number, String picture) {
        if (picture.toLowerCase(Locale.ROOT).startsWith("i") && Math.abs(number.doubleValue()) > LARGEST_ROMAN) {
            throw new RefusalException("a number is out of range");
        }
        return Functions.formatInteger(number, picture);
    }

    private static Number toMillis(String text, String picture) {
        if (!picture.isEmpty()) {
            throw new RefusalException("$toMillis takes no picture: use $time");
        }
        try {
            long millis = text.indexOf('T') < 0
                    ? LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli()
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
            return Utils.convertNumber(millis);
        } catch (DateTimeException | ArithmeticException e) {
            throw new RefusalException("a text is not a time with an offset or Z, use $time");
        }
    }

    private Matches matches(@Nullable Object token, String text) {
        if (token instanceof String part) {
            if (part.isEmpty()) {
                throw new RefusalException("the text to search for is empty");
            }
            return new Matches(Pattern.compile(part, Pattern.LITERAL).matcher(text));
        }
        return regex(token).in(text);
    }

    private static MappingRegex regex(@Nullable Object token) {
        if (token instanceof MappingRegex regex) {
            return regex;
        }
        throw new RefusalException("a regular expression is expected");
    }

    private static int limit(List<?> arguments, int index) {
        Number limit = (Number) at(arguments, index);
        if (limit != null && limit.doubleValue() < 0) {
            throw new RefusalException("a limit is negative");
        }
        return limit == null ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, limit.doubleValue());
    }

    private static @Nullable Object at(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static String text(List<?> arguments, int index) {
        return String.valueOf(arguments.get(index));
    }

    private static String optional(List<?> arguments, int index) {
        Object text = at(arguments, index);
        return text == null ? "" : String.valueOf(text);
    }
}
