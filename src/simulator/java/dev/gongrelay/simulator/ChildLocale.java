package dev.gongrelay.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The locale of child processes. A JVM can open files whose names have more than ASCII in them only under a locale that
 * is UTF-8 and installed. If this JVM runs under one, its children do, too. Otherwise they get {@code C.UTF-8}, which
 * most systems have; where it is missing, they can still open whatever this JVM can.
 */
public final class ChildLocale {
    private static final String ALL = "LC_ALL";
    private static final String CHARACTERS = "LC_CTYPE";
    private static final String OTHERWISE = "LANG";

    private ChildLocale() {}

    /** The variables for a child of this JVM's environment. */
    public static Map<String, String> variables() {
        return variables(System.getenv(), System.getProperty("sun.jnu.encoding", ""));
    }

    /** @param encoding the encoding of file names under the locale of this environment */
    static Map<String, String> variables(Map<String, String> environment, String encoding) {
        if (!encoding.equalsIgnoreCase("UTF-8")) {
            return Map.of(ALL, "C.UTF-8");
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().retainAll(Set.of(ALL, CHARACTERS, OTHERWISE));
        return variables;
    }
}
