package dev.gongrelay.demo;

import dev.gongrelay.simulator.ByteSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks the demo's options, {@code -Ddemo.NAME=VALUE}, without needing anything that has to be compiled first. Uses
 * the JDK alone, because the build runs it before it compiles.
 */
final class OptionCheck {
    private static final String PREFIX = "demo.";
    private static final long SMALLEST = 1000;

    /** Each option with the check of its value. */
    private static final Map<String, Consumer<String>> CHECKS = checks();

    /** Options that make sense only with another one. */
    private static final Map<String, String> NEEDS =
            Map.of("demo.key", "demo.bucket", "demo.bucket", "demo.key", "demo.gong", "demo.bucket");

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

    /**
     * What is wrong with these options, a sentence each, with the option first; other properties are nobody's business
     * here.
     */
    static List<String> problems(Map<String, String> properties) {
        List<String> problems = new ArrayList<>();
        properties.keySet().stream().filter(OptionCheck::isMeantForUs).sorted().forEach(name -> {
            Consumer<String> check = CHECKS.get(name);
            if (check == null) {
                problems.add("-D" + name + " is not an option. Did you mean -D"
                        + Spelling.closest(name, CHECKS.keySet()) + "?");
            } else {
                try {
                    check.accept(properties.getOrDefault(name, ""));
                } catch (IllegalArgumentException e) {
                    problems.add("-D" + name + ": " + e.getMessage());
                }
            }
        });
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
        return CHECKS.keySet();
    }

    private static boolean isMeantForUs(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("demo") || name.startsWith("relay.");
    }

    private static Map<String, Consumer<String>> checks() {
        Map<String, Consumer<String>> checks = new LinkedHashMap<>();
        checks.put(PREFIX + "recording", FileCheck::recording);
        checks.put(PREFIX + "details", FileCheck::file);
        checks.put(PREFIX + "size", OptionCheck::size);
        checks.put(PREFIX + "port", OptionCheck::port);
        checks.put(PREFIX + "queue", OptionCheck::flag);
        checks.put(PREFIX + "keep", OptionCheck::flag);
        checks.put(PREFIX + "check", OptionCheck::flag);
        checks.put(PREFIX + "arrival", OptionCheck::flag);
        checks.put(PREFIX + "fault", OptionCheck::fault);
        checks.put(PREFIX + "bucket", OptionCheck::name);
        checks.put(PREFIX + "key", OptionCheck::name);
        checks.put(PREFIX + "gong", OptionCheck::gong);
        checks.put("relay.bootstrap", OptionCheck::executable);
        checks.put("relay.java.home", OptionCheck::javaHome);
        return checks;
    }

    private static void size(String text) {
        long size = ByteSize.parse(text);
        if (size < SMALLEST || size > FileCheck.LARGEST) {
            throw new IllegalArgumentException(
                    text + " is out of range; choose a size from 1kB to 1.5GB, Gong's limit");
        }
    }

    private static void port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("\"" + text + "\" is not a port; choose one from 1024 to 65535");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(text)));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "port " + text + " can't be used (" + e.getMessage() + "); choose another, or leave the option out",
                    e);
        }
    }

    private static void flag(String text) {
        if (!text.matches("true|false")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        }
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

    private static void executable(String text) {
        if (!text.isEmpty() && !Files.isExecutable(FileCheck.file(text))) {
            throw new IllegalArgumentException(text + " is not executable; run chmod +x on it");
        }
    }

    private static void javaHome(String text) {
        if (!Files.isExecutable(Path.of(text, "bin", "java"))) {
            throw new IllegalArgumentException(text + " has no bin/java; name the home of a JDK");
        }
    }
}
