package dev.gongrelay.simulator;

import dev.gongrelay.settings.ClosestMatch;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulator's command line. */
final class SimulatorCommand {
    static final String HELP = """
            Gong simulator: takes calls and their media as Gong does, and shows them on a page.

              --port N                   the port of 127.0.0.1 (8484)
              --access-key KEY           the access key (simulator)
              --access-key-secret TEXT   its secret (simulator-secret)
              --users FILE               the users that Gong lists, as JSON (four samples)
              --max-size SIZE            the largest media, such as 100MB (1.5GB)
              --requests-per-second N    answer 429 to more; 0 for no limit (3)

            Media, which the page plays:
              --keep SIZE                keep this much of the newest in a temporary folder (2GB)
              --media-folder FOLDER      keep all in this folder instead

            After the upload:
              --processing-time TIME     list calls only after this time, such as 90s or 5m (0s)
              --discard-shorter-than TIME
                                         never list calls whose media is shorter (0s)

            What goes wrong; the page offers the same. Each can be given several times:
              --fail STATUS[:TIMES]      answer the next requests with this status, such as 429:3
              --slow RATE                read every upload at this rate, such as 1MB/s
              --drop-after SIZE[:TIMES]  drop the connections of the next uploads, such as 20MB

              --help                     this text
            """;

    static final List<String> OPTIONS = List.of(
            "--port",
            "--access-key",
            "--access-key-secret",
            "--users",
            "--max-size",
            "--requests-per-second",
            "--keep",
            "--media-folder",
            "--processing-time",
            "--discard-shorter-than",
            "--fail",
            "--slow",
            "--drop-after",
            "--help");
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

    private final SimulatorOptions options = GongSimulator.options().port(8484).keepMedia(ByteSize.parse("2GB"));
    private final ScriptedFaults faults = new ScriptedFaults();
    private boolean help;

    private SimulatorCommand() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with a sentence for people, if it is invalid
     */
    static SimulatorCommand read(String... arguments) throws IOException {
        SimulatorCommand command = new SimulatorCommand();
        int i = 0;
        while (i < arguments.length && !command.help) {
            String argument = arguments[i++];
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (option.equals("--help")) {
                command.help = true;
            } else if (!OPTIONS.contains(option)) {
                throw new IllegalArgumentException("There is no option " + option
                        + ClosestMatch.of(option, OPTIONS)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; --help lists the options."));
            } else if (equals >= 0) {
                command.take(option, argument.substring(equals + 1));
            } else if (i == arguments.length || arguments[i].startsWith("--")) {
                throw new IllegalArgumentException(option + " needs a value; --help shows an example.");
            } else {
                command.take(option, arguments[i++]);
            }
        }
        command.options.faults(command.faults);
        return command;
    }

    /**
     * Refuses options that were written as properties of the build, which would be ignored.
     *
     * @param properties the names of all properties
     */
    static void checkProperties(Collection<String> properties) {
        properties.stream()
                .filter(name -> name.startsWith("simulator."))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    String option = name.replaceFirst("simulator.", "--").replace('.', '-');
                    throw new IllegalArgumentException("-D" + name + " is not an option. Write -Dexec.args=\""
                            + ClosestMatch.of(option, OPTIONS)
                                    .map(near -> near + " VALUE\"; --help lists the options.")
                                    .orElse("--help\" to see the options."));
                });
    }

    /** Whether it only asks for help. */
    boolean wantsHelp() {
        return help;
    }

    /** Starts the simulator. */
    GongSimulator start() {
        return options.start();
    }

    /** The settings that the relay needs for this simulator, as lines for a shell. */
    static List<String> settings(GongSimulator gong) {
        return gong.settings().entrySet().stream()
                .map(setting -> "export " + setting.getKey() + "=" + quoted(setting.getValue()))
                .toList();
    }

    private void take(String option, String value) throws IOException {
        try {
            switch (option) {
                case "--port" -> options.port(number(value, 65_535));
                case "--access-key" -> options.credentials(value, options.accessKeySecret);
                case "--access-key-secret" -> options.credentials(options.accessKey, value);
                case "--users" -> options.users(users(value));
                case "--max-size" -> options.maxSize(ByteSize.parse(value));
                case "--requests-per-second" -> options.requestsPerSecond(number(value, 100_000));
                case "--keep" -> options.keepMedia(ByteSize.parse(value));
                case "--media-folder" -> options.mediaFolder(folder(value));
                case "--processing-time" -> options.processingTime(time(value));
                case "--discard-shorter-than" -> options.discardShorterThan(time(value));
                default -> FaultOption.of(option.substring(2)).orElseThrow().apply(value, null, faults);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static List<GongUser> users(String value) throws IOException {
        Path file = Path.of(value);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + value);
        }
        try {
            return GongUser.read(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(value + " is not UTF-8 text", e);
        }
    }

    private static Path folder(String value) {
        try {
            return Files.createDirectories(Path.of(value).toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(value + " can't be used as a folder: it is a file", e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(value + " can't be used as a folder: permission denied", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(value + " can't be used as a folder: " + e.getMessage(), e);
        }
    }

    private static int number(String value, int largest) {
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) > largest) {
            throw new IllegalArgumentException("\"" + value + "\" is not a number from 0 to " + largest);
        }
        return Integer.parseInt(value);
    }

    private static Duration time(String value) {
        Matcher form = TIME.matcher(value.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is not a time: write it as 90s or 5m");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static String quoted(String value) {
        return value.matches("[\\w.:/-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
