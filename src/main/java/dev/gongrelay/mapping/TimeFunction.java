package dev.gongrelay.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code $time(text, pattern, zone)}: a time in UTC, as Gong takes it. The pattern is one of {@link DateTimeFormatter},
 * or {@code iso}, {@code rfc1123}, {@code seconds} or {@code milliseconds} since 1970; without it, one of these four is
 * chosen. The zone is for times without an offset; without it, the settings' zone is used. No text gives no time.
 */
final class TimeFunction {
    private static final int LONGEST_TEXT = 100;
    /** In seconds, the year 5138; in milliseconds, 1973. What is larger is in milliseconds. */
    private static final BigDecimal LARGEST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[ ][XXX][XX][X][VV]['['VV']']")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final ZoneId settingsZone;

    TimeFunction(ZoneId settingsZone) {
        this.settingsZone = settingsZone;
    }

    /** @param arguments of which the last ones may be missing */
    @Nullable
    String call(List<?> arguments) {
        String text = argument(arguments, 0);
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() > LONGEST_TEXT) {
            throw unreadable();
        }
        String pattern = argument(arguments, 1);
        String zone = argument(arguments, 2);
        try {
            return instant(text, pattern.isEmpty() ? kind(text) : pattern, zone.isEmpty() ? settingsZone : zone(zone))
                    .toString();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw unreadable();
        }
    }

    private static String kind(String text) {
        if (text.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == 'E' || c == '+')) {
            return new BigDecimal(text).compareTo(LARGEST_SECONDS) < 0 ? "seconds" : "milliseconds";
        }
        return Character.isDigit(text.charAt(0)) && text.contains("-") ? "iso" : "rfc1123";
    }

    private static Instant instant(String text, String pattern, ZoneId zone) {
        return switch (pattern) {
            case "seconds" -> epoch(new BigDecimal(text).movePointRight(3));
            case "milliseconds" -> epoch(new BigDecimal(text));
            case "rfc1123" -> parsed(text, DateTimeFormatter.RFC_1123_DATE_TIME, zone);
            case "iso" -> parsed(text.replaceFirst(" ", "T"), ISO, zone);
            default -> parsed(text, formatter(pattern), zone);
        };
    }

    private static Instant epoch(BigDecimal millis) {
        if (millis.precision() - (long) millis.scale() > 18) {
            throw unreadable();
        }
        return Instant.ofEpochMilli(millis.longValue());
    }

    private static Instant parsed(String text, DateTimeFormatter format, ZoneId zone) {
        TemporalAccessor parsed = format.parse(text);
        ZoneId offset = parsed.query(TemporalQueries.offset());
        ZoneId written = offset == null ? parsed.query(TemporalQueries.zoneId()) : offset;
        return ZonedDateTime.of(LocalDateTime.from(parsed), written == null ? zone : written)
                .toInstant();
    }

    private static DateTimeFormatter formatter(String pattern) {
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.US)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new Refusal("the pattern of $time is none of Java's DateTimeFormatter");
        }
    }

    private static ZoneId zone(String name) {
        try {
            return name.equals("Z") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Refusal("the zone of $time does not exist");
        }
    }

    private static String argument(List<?> arguments, int index) {
        Object argument = index < arguments.size() ? arguments.get(index) : null;
        if (argument == null || argument instanceof String || argument instanceof Number) {
            return argument == null ? "" : number(argument);
        }
        throw new Refusal("$time takes a text or a number");
    }

    private static String number(Object argument) {
        return argument instanceof Double value
                ? BigDecimal.valueOf(value).toPlainString()
                : argument.toString().strip();
    }

    private static Refusal unreadable() {
        return new Refusal("$time can't read the time");
    }
}
