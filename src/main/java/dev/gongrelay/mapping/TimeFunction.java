package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Jsonata;
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
 * {@code $time(text, pattern, zone)} makes a time in UTC, as Gong requires it. The pattern is one of {@link
 * DateTimeFormatter}, or {@code iso}, {@code rfc1123}, {@code seconds} or {@code milliseconds} since 1970. By default, it
 * is the one of these four that fits. The zone, by default that of the settings, is for times without an offset. An empty
 * text, and null, make no time.
 */
final class TimeFunction {
    private static final int LONGEST_TEXT = 100;
    /** 1990. Smaller numbers are not the time of a call, but a date such as 20260131, a duration, or a placeholder. */
    private static final BigDecimal FIRST_SECOND = BigDecimal.valueOf(631_152_000L);
    /** 2100. Larger numbers are milliseconds, or a date with its time, such as 20260131093000. */
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(4_102_444_800L);

    private static final int DATE_LENGTH = 10;

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

    /** @param arguments the text, the pattern and the zone, of which the last may be missing */
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

    /** A number must be a present-day time in one of the two units, because it may be a date written in digits. */
    private static String kind(String text) {
        if (text.chars().allMatch(c -> isDigit(c) || c == '.' || c == 'E' || c == '+')) {
            BigDecimal number = new BigDecimal(text);
            if (isOfOurDays(number)) {
                return "seconds";
            }
            if (isOfOurDays(number.movePointLeft(3))) {
                return "milliseconds";
            }
            throw new RefusalException("$time can't tell what the number counts: give it a pattern");
        }
        return isDigit(text.charAt(0)) && text.contains("-") ? "iso" : "rfc1123";
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isOfOurDays(BigDecimal seconds) {
        return seconds.compareTo(FIRST_SECOND) >= 0 && seconds.compareTo(LAST_SECOND) < 0;
    }

    private static Instant instant(String text, String pattern, ZoneId zone) {
        return switch (pattern) {
            case "seconds" -> epoch(new BigDecimal(text).movePointRight(3));
            case "milliseconds" -> epoch(new BigDecimal(text));
            case "rfc1123" -> parsed(text, DateTimeFormatter.RFC_1123_DATE_TIME, zone);
            case "iso" -> parsed(withT(text), ISO, zone);
            default -> parsed(text, formatter(pattern), zone);
        };
    }

    /** Puts the letter that ISO requires between date and time. */
    private static String withT(String text) {
        return text.indexOf(' ') == DATE_LENGTH
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
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
        if (TimePattern.confusesMonthsAndMinutes(pattern)) {
            throw new RefusalException("the pattern of $time confuses MM, the month, and mm, the minute");
        }
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.US)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new RefusalException("the pattern of $time is not one of Java's DateTimeFormatter");
        }
    }

    private static ZoneId zone(String name) {
        try {
            return name.equals("Z") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new RefusalException("the zone of $time does not exist");
        }
    }

    private static String argument(List<?> arguments, int index) {
        Object argument = index < arguments.size() ? arguments.get(index) : null;
        if (argument == null || argument == Jsonata.NULL_VALUE) {
            return "";
        }
        if (argument instanceof String || argument instanceof Number) {
            return number(argument);
        }
        throw new RefusalException("$time takes a text or a number");
    }

    private static String number(Object argument) {
        return argument instanceof Double value
                ? BigDecimal.valueOf(value).toPlainString()
                : argument.toString().strip();
    }

    private static RefusalException unreadable() {
        return new RefusalException("$time can't read the time");
    }
}
