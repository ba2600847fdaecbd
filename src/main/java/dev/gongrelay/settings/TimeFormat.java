package dev.gongrelay.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a pattern of {@link DateTimeFormatter}; the format is strict about dates and times that don't exist, and
 * not about capitals, as in {@code JAN} and {@code pm}.
 */
@RegisterForReflection
public final class TimeFormat implements Converter<DateTimeFormatter> {
    private static final long serialVersionUID = 1;

    @Override
    public DateTimeFormatter convert(String pattern) {
        // A strict format reads yyyy, which counts the years of an era, only if it knows the era.
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
