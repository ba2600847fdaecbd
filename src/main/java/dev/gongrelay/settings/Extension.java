package dev.gongrelay.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the extension of a file name: {@code .WAV} is {@code wav}. */
@RegisterForReflection
public final class Extension implements Converter<String> {
    private static final long serialVersionUID = 1;

    @Override
    public String convert(String text) {
        String extension = text.strip().toLowerCase(Locale.ROOT);
        return extension.startsWith(".") ? extension.substring(1) : extension;
    }
}
