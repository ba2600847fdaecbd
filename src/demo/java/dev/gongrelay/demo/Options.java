package dev.gongrelay.demo;

import dev.gongrelay.settings.ClosestMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The options of one command of the build, {@code -DNAME=VALUE}. Uses the JDK alone, because the build runs it before
 * it compiles.
 *
 * @param page where they are described
 * @param prefixes what begins the names that can only be meant for this command, in lower case
 * @param checks each option with the check of its value, which throws an IllegalArgumentException with what to do
 * @param required those that must be given
 */
record Options(String page, List<String> prefixes, Map<String, Consumer<String>> checks, List<String> required) {
    /** What is wrong with these options, in a sentence each that begins with the option. Ignores other properties. */
    List<String> problems(Map<String, String> given) {
        List<String> problems = new ArrayList<>();
        given.keySet().stream().sorted().forEach(name -> {
            Consumer<String> check = checks.get(name);
            if (check == null) {
                unknown(name, problems);
            } else {
                try {
                    check.accept(given.getOrDefault(name, ""));
                } catch (IllegalArgumentException e) {
                    problems.add("-D" + name + ": " + e.getMessage());
                }
            }
        });
        required.stream()
                .filter(name -> !given.containsKey(name))
                .forEach(name -> problems.add("-D" + name + " is missing"));
        return problems;
    }

    private void unknown(String name, List<String> problems) {
        String meant = ClosestMatch.of(name, checks.keySet())
                // Names without a dot are Maven's own, such as skipTests.
                .filter(near -> name.contains(".") || isMeantForUs(name))
                .map(near -> "Did you mean -D" + near + "?")
                .orElseGet(() -> checks.keySet().stream().collect(Collectors.joining(", -D", "Options are -D", "")));
        if (isMeantForUs(name) || meant.startsWith("Did")) {
            problems.add("-D" + name + " is not an option. " + meant);
        }
    }

    private boolean isMeantForUs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return prefixes.stream().anyMatch(lower::startsWith);
    }
}
