package dev.gongrelay.settings;

import dev.gongrelay.failure.RelayException;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Warns at startup of variables that look like settings and are not, such as {@code RELAY_GONG_BASEURL}. They are not
 * refused: after a rollback, a function may find settings of a later release.
 */
@Startup
@Singleton
final class UnknownVariables {
    private static final Logger LOG = Logger.getLogger(UnknownVariables.class);
    private static final String PREFIX = "RELAY_";

    @Inject
    UnknownVariables() {
        warning(System.getenv().keySet()).ifPresent(LOG::warn);
    }

    /** The warning about these variables; empty if there is nothing to warn of. */
    static Optional<String> warning(Set<String> variables) {
        List<String> settings = Rules.names().stream().map(Setting::variable).toList();
        String unknown = variables.stream()
                .filter(variable -> variable.startsWith(PREFIX) && !settings.contains(variable))
                .sorted()
                .map(variable -> variable + similar(variable, settings))
                .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(RelayException.cut("These variables are not settings and are ignored: " + unknown));
    }

    private static String similar(String variable, List<String> settings) {
        // Without the prefix, in which all agree.
        List<String> names = settings.stream()
                .map(setting -> setting.substring(PREFIX.length()))
                .toList();
        return ClosestMatch.of(variable.substring(PREFIX.length()), names)
                .map(name -> " (did you mean " + PREFIX + name + "?)")
                .orElse("");
    }
}
