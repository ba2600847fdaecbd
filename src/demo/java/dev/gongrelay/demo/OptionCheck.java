package dev.gongrelay.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks the demo's options, {@code -Ddemo.NAME=VALUE}. Uses only the JDK, because the build runs it before it
 * compiles.
 */
final class OptionCheck {
    private static final String PREFIX = "demo.";

    /** Each option with the check of its value. */
    static final Options OPTIONS = new Options("docs/demo.md", List.of("demo", "relay."), checks(), List.of());

    /** Options that make sense only with another one. */
    private static final Map<String, String> NEEDS = Map.of(
            "demo.key", "demo.bucket", "demo.bucket", "demo.key", "demo.gong", "demo.bucket", "demo.yes", "demo.gong");

    private static final String OWN = "the recording is the one in the bucket";

    /** Options that can't be used together, and why. */
    private static final List<Conflict> CONFLICTS = List.of(
            new Conflict("demo.recording", "demo.size", "the file has its own size"),
            new Conflict("demo.queue", "demo.fault", "the queue's story has a fault of its own"),
            new Conflict("demo.bucket", "demo.recording", OWN),
            new Conflict("demo.bucket", "demo.size", OWN),
            new Conflict("demo.bucket", "demo.details", "the details are those beside the recording in the bucket"),
            new Conflict("demo.arrival", "demo.queue", "each has a queue of its own"),
            new Conflict("demo.bucket", "demo.queue", "nothing is told to a queue"),
            new Conflict("demo.bucket", "demo.arrival", "nothing is told to a queue"),
            new Conflict("demo.bucket", "demo.check", "infra/doctor checks a bucket of yours"),
            new Conflict("demo.bucket", "demo.fault", "nothing is to go wrong with a bucket of yours"));

    private record Conflict(String one, String other, String why) {}

    private OptionCheck() {}

    /** What is wrong with these options, in a sentence each that begins with the option. Ignores other properties. */
    static List<String> problems(Map<String, String> properties) {
        List<String> problems = OPTIONS.problems(properties);
        CONFLICTS.stream()
                .filter(conflict -> properties.containsKey(conflict.one) && properties.containsKey(conflict.other))
                .forEach(conflict -> problems.add("-D" + conflict.one + " and -D" + conflict.other
                        + " can't be used together: " + conflict.why + "; leave one out"));
        NEEDS.forEach((option, needed) -> {
            if (properties.containsKey(option) && !properties.containsKey(needed)) {
                problems.add("-D" + option + ": this also needs -D" + needed);
            }
        });
        return problems;
    }

    /** The names of all options. */
    static Set<String> names() {
        return OPTIONS.checks().keySet();
    }

    private static Map<String, Consumer<String>> checks() {
        Map<String, Consumer<String>> checks = new LinkedHashMap<>();
        checks.put(PREFIX + "recording", FileCheck::recording);
        checks.put(PREFIX + "details", FileCheck::details);
        checks.put(PREFIX + "size", OptionValue::size);
        checks.put(PREFIX + "port", OptionValue::port);
        checks.put(PREFIX + "queue", OptionValue::flag);
        checks.put(PREFIX + "keep", OptionValue::flag);
        checks.put(PREFIX + "check", OptionValue::flag);
        checks.put(PREFIX + "arrival", OptionValue::flag);
        checks.put(PREFIX + "fault", OptionCheck::fault);
        checks.put(PREFIX + "bucket", OptionCheck::name);
        checks.put(PREFIX + "key", OptionCheck::name);
        checks.put(PREFIX + "gong", OptionCheck::gong);
        checks.put(PREFIX + "yes", OptionValue::flag);
        checks.put("relay.bootstrap", OptionValue::executable);
        checks.put("relay.java.home", OptionValue::javaHome);
        return checks;
    }

    private static void fault(String text) {
        DemoFault.of(text);
    }

    private static void name(String text) {
        if (text.isBlank() || text.equals("true") || text.startsWith("s3://")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a name; write -Ddemo.bucket=BUCKET and"
                    + " -Ddemo.key=KEY, without s3://");
        }
    }

    private static void gong(String text) {
        if (!text.matches("real|simulator")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither simulator nor real");
        }
    }
}
