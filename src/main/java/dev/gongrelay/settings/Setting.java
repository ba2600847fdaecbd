package dev.gongrelay.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A setting before it is converted.
 *
 * @param name as in {@code relay.gong.base-url}
 * @param text empty if it is not set
 * @param given whether somebody set it, so that it is no default
 * @param others finds the text of another setting by its name; empty if that is not set
 */
record Setting(String name, String text, boolean given, Function<String, Optional<String>> others) {
    static final String PREFIX = "relay.";

    /** Another setting; empty if it is not set. */
    Optional<String> other(String other) {
        return others.apply(other);
    }

    /** The environment variable that sets what has this name. */
    static String variable(String name) {
        return name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}
