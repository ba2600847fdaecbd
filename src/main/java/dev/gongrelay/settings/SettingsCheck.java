package dev.gongrelay.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses each invalid setting when it is read, by the name of its environment variable and without its value, which
 * may be a secret. All of {@link RelayConfig} is read at startup, so one message lists every refusal. Invalid values
 * never reach the converters, whose messages would quote them.
 */
@Priority(Priorities.APPLICATION)
public final class SettingsCheck implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    /** A message's 2,000 characters without the list's title. */
    private static final int LONGEST_LIST = 1900;

    private static final int BETWEEN = 3;
    private static final String BRIEFLY = "is invalid";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.startsWith(Setting.PREFIX)) {
            return context.proceed(name);
        }
        problem(context, name).ifPresent(problem -> {
            throw new WrongSettingException(Setting.variable(name) + " " + (isLong(context) ? BRIEFLY : problem));
        });
        return asWritten(name, context.proceed(name));
    }

    private static Optional<String> problem(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = asWritten(name, context.proceed(name));
        if (value != null && value.getValue() == null && value.getRawValue() != null) {
            return Optional.of("must not contain an expression such as ${...}");
        }
        return Rules.problem(new Setting(
                name,
                text(value),
                value != null && value.getConfigSourceOrdinal() > 0,
                other -> Optional.of(text(context.proceed(other))).filter(text -> !text.isEmpty())));
    }

    /** Whether the list of all problems would be too long for a message, which then only names the settings. */
    private static boolean isLong(ConfigSourceInterceptorContext context) {
        return Rules.names().stream()
                        .mapToInt(name -> problem(context, name)
                                .map(problem -> name.length() + problem.length() + BETWEEN)
                                .orElse(0))
                        .sum()
                > LONGEST_LIST;
    }

    /** In a mapping, {@code $$} and the like are not the configuration's expressions. */
    private static @Nullable ConfigValue asWritten(String name, @Nullable ConfigValue value) {
        return value != null && name.equals(Rules.MAPPING) ? value.withValue(value.getRawValue()) : value;
    }

    private static String text(@Nullable ConfigValue value) {
        return value == null || value.getValue() == null ? "" : value.getValue();
    }
}
