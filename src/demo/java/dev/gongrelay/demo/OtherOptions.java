package dev.gongrelay.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The options of the build's other commands, each of which is a profile. Uses only the JDK, because the build runs it
 * before it compiles.
 */
final class OtherOptions {
    private static final Map<String, Consumer<String>> FUNCTION =
            Map.of("relay.bootstrap", OptionValue::executable, "relay.java.home", OptionValue::javaHome);

    private static final Map<String, Options> ALL = Map.of(
            "audit",
            new Options(
                    "docs/checks.md",
                    List.of("audit", "relay."),
                    with(FUNCTION, Map.of("audit.folder", OptionValue::folder, "audit.out", OptionValue::newFile)),
                    List.of("audit.folder")),
            "bench",
            new Options(
                    "docs/benchmark.md",
                    List.of("bench", "relay."),
                    with(
                            FUNCTION,
                            Map.of(
                                    "bench.sizes", OptionValue::sizes,
                                    "bench.rounds", OptionValue::number,
                                    "bench.audit", OptionValue::number,
                                    "bench.soak", OptionValue::number,
                                    "bench.restores", OptionValue::number,
                                    "bench.against", OptionValue::folders,
                                    "bench.jvm", OptionValue::any)),
                    List.of()),
            "dev",
            new Options(
                    "CONTRIBUTING.md",
                    List.of("dev."),
                    with(
                            Map.of(),
                            Map.of(
                                    "dev.folder", OptionValue::any,
                                    "dev.gong.port", OptionValue::port,
                                    "dev.lambda.port", OptionValue::port,
                                    "dev.s3.port", OptionValue::port)),
                    List.of()),
            "mapping",
            new Options(
                    "docs/producers.md",
                    List.of("mapping"),
                    with(Map.of(), Map.of("mapping.file", OptionValue::any, "mapping.sample", FileCheck::file)),
                    List.of("mapping.file", "mapping.sample")));

    private OtherOptions() {}

    /** The options of a profile's command. */
    static Options of(String profile) {
        Options options = ALL.get(profile);
        if (options == null) {
            throw new IllegalArgumentException("no options are known for the profile " + profile);
        }
        return options;
    }

    private static Map<String, Consumer<String>> with(
            Map<String, Consumer<String>> some, Map<String, Consumer<String>> more) {
        Map<String, Consumer<String>> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }
}
