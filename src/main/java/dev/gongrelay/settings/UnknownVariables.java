package dev.gongrelay.settings;

import dev.gongrelay.failure.RelayException;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Warns at startup of variables that look like settings and are none, such as a mistyped {@code RELAY_GONG_BASEURL}.
 * They are not refused: after a rollback, a function may find settings of a later release.
 */
@Startup
@Singleton
final class UnknownVariables {
    private static final Logger LOG = Logger.getLogger(UnknownVariables.class);
    private static final String PREFIX = "RELAY_";
    /** How many characters may differ from a setting's name in what is a slip. */
    private static final int SLIP = 3;

    @Inject
    UnknownVariables() {
        warning(System.getenv().keySet()).ifPresent(LOG::warn);
    }

    /** The warning about these names of variables; empty if each is a setting or none of ours. */
    static Optional<String> warning(Set<String> variables) {
        List<String> settings = Rules.names().stream().map(Setting::variable).toList();
        String unknown = variables.stream()
                .filter(variable -> variable.startsWith(PREFIX) && !settings.contains(variable))
                .sorted()
                .map(variable -> variable + similar(variable, settings))
                .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(RelayException.cut("These variables are no settings and are ignored: " + unknown));
    }

    private static String similar(String variable, List<String> settings) {
        return settings.stream()
                .filter(setting -> distance(variable, setting) <= SLIP)
                .min(Comparator.comparingInt(setting -> distance(variable, setting)))
                .map(setting -> " (did you mean " + setting + "?)")
                .orElse("");
    }

    /** How many characters have to be added, removed or replaced (Levenshtein); the names are short. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
