package dev.gongrelay.demo;

import java.util.List;

/** Shows a failure of the function as a list: what failed, and each thing to fix in a line of its own. */
final class FailureList {
    /** The beginning of a group of problems in the relay's messages. Semicolons separate a group's problems. */
    private static final String GROUP = "\\. (?=In |Missing|Besides)";

    private FailureList() {}

    /** Shows the message of a failure. */
    static void show(Terminal terminal, String message) {
        List<String> groups = List.of(message.split(GROUP));
        terminal.line("  " + terminal.bad("It failed: ") + groups.get(0));
        for (String group : groups.subList(1, groups.size())) {
            int problems = group.indexOf(": ");
            terminal.line("  " + group.substring(0, problems + 1));
            for (String problem : group.substring(problems + 2).split("; ")) {
                terminal.line("    - " + problem);
            }
        }
    }
}
