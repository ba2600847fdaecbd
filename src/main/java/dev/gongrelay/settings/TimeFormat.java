package dev.gongrelay.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a pattern of {@link DateTimeFormatter}. */
@RegisterForReflection
public final class TimeFormat implements Converter<DateTimeFormatter> {
    private static final long serialVersionUID = 1;

    @Override
    public DateTimeFormatter convert(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }
}
