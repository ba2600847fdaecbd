package dev.gongrelay.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A packaged function that can be started as a process.
 *
 * @param name short name for logs and figures, {@code native} or {@code jvm}
 * @param directory where it is started: Lambda starts it where the package is unpacked
 * @param command the program and its arguments
 * @param environment what it needs beside what Lambda gives every function
 * @param emulator AWS's runtime interface emulator, which starts it; null for the Runtime API of this package
 */
public record Artifact(
        String name,
        Path directory,
        List<String> command,
        Map<String, String> environment,
        @Nullable Path emulator) {
    /** Names the native executable that is used instead of the JVM package. */
    public static final String BOOTSTRAP_PROPERTY = "relay.bootstrap";

    /** Names AWS's runtime interface emulator. */
    public static final String EMULATOR_PROPERTY = "relay.emulator";

    /** Names the home of the JDK that runs the JVM package; without it, the one that runs this. */
    public static final String JAVA_HOME_PROPERTY = "relay.java.home";

    /** More options for the JVM package than it is deployed with; they take precedence. */
    public static final String JVM_OPTIONS_PROPERTY = "function.jvm.options";

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path TEMPLATE = PROJECT.resolve("template.yaml");
    private static final Pattern OPTIONS = Pattern.compile("JAVA_TOOL_OPTIONS: .*\"(.+)\"]");
    /** The folder of what the build makes. */
    static final Path TARGET = PROJECT.resolve("target");
    /** Where the build puts AWS's Java runtime interface client. */
    static final Path CLIENT_LIBRARIES = TARGET.resolve("embedded/lambda");

    /** One that no emulator starts. */
    public Artifact(String name, Path directory, List<String> command, Map<String, String> environment) {
        this(name, directory, command, environment, null);
    }

    /** The executable that {@code -Drelay.bootstrap=PATH} names, or else the JVM package. */
    public static Artifact given() {
        String bootstrap = System.getProperty(BOOTSTRAP_PROPERTY, "");
        return bootstrap.isBlank() ? jvmPackage() : bootstrap(Path.of(bootstrap));
    }

    /** A native executable. */
    public static Artifact bootstrap(Path executable) {
        Path program = program(BOOTSTRAP_PROPERTY, executable);
        return new Artifact("native", program.resolveSibling(""), List.of(program.toString()), Map.of());
    }

    /** The same, started by the emulator that {@code -Drelay.emulator=PATH} names, if it names one. */
    public Artifact underGivenEmulator() {
        String given = System.getProperty(EMULATOR_PROPERTY, "");
        return given.isBlank()
                ? this
                : new Artifact(name, directory, command, environment, program(EMULATOR_PROPERTY, Path.of(given)));
    }

    private static Path program(String property, Path given) {
        Path program = given.toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("-D" + property + " names no executable: " + program);
        }
        return program;
    }

    /** The JVM package, which the build has unpacked into {@code target/function}. */
    public static Artifact jvmPackage() {
        return jvmPackage(TARGET.resolve("function"));
    }

    /**
     * A JVM package unpacked into this folder, under AWS's own Java runtime interface client: only the client is on the
     * class path, and loads the function from the working directory as it does in Lambda's Java runtimes.
     */
    public static Artifact jvmPackage(Path function) {
        if (!Files.isDirectory(function.resolve("lib"))) {
            throw new IllegalStateException(function + " holds no JVM package: run mvn pre-integration-test");
        }
        String home = System.getProperty(JAVA_HOME_PROPERTY, System.getProperty("java.home"));
        List<String> command = List.of(
                Path.of(home, "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-cp",
                CLIENT_LIBRARIES + "/*",
                CLIENT,
                HANDLER);
        return new Artifact("jvm", function, command, Map.of(JVM_OPTIONS, deployedOptions()))
                .with(System.getProperty(JVM_OPTIONS_PROPERTY, "").split(" "));
    }

    /** Whether it runs on a JVM. */
    public boolean hasJvm() {
        return environment.containsKey(JVM_OPTIONS);
    }

    /** The same with more options of its JVM, if it has one; they take precedence. */
    public Artifact with(String... jvmOptions) {
        if (!hasJvm()) {
            return this;
        }
        List<String> longer = new ArrayList<>(command);
        longer.addAll(
                1, Stream.of(jvmOptions).filter(option -> !option.isEmpty()).toList());
        return new Artifact(name, directory, longer, environment, emulator);
    }

    /** The JVM options of the template that deploys the JVM package. */
    private static String deployedOptions() {
        try {
            Matcher options = OPTIONS.matcher(Files.readString(TEMPLATE));
            if (!options.find()) {
                throw new IllegalStateException(TEMPLATE + " has no JAVA_TOOL_OPTIONS of the form " + OPTIONS);
            }
            return options.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
