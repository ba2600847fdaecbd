package dev.gongrelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What people would otherwise use, as far as this machine has what it needs; says on standard error what it lacks. */
final class Scripts {
    private static final Path SOURCES = Path.of("src", "bench").toAbsolutePath();
    private static final Path TOOLS = Path.of(".tools", "bench").toAbsolutePath();
    private static final String PYTHON = TOOLS.resolve("bin/python").toString();

    private final boolean curl;
    private final boolean python;

    Scripts() throws IOException, InterruptedException {
        curl = Command.output("sh", "-c", "curl --help all | grep -e --json").isPresent();
        if (!curl) {
            System.err.println("curl | curl is left out: there is no curl, or one older than 7.82.");
        }
        python = hasPython();
        if (!python) {
            System.err.println("The Python script is left out: there is no python3 with venv, or no index for pip.");
        }
    }

    /** How to start a new process of each. */
    List<Supplier<Contender>> launchers(Map<String, String> settings) {
        List<Supplier<Contender>> launchers = new ArrayList<>();
        if (python) {
            List<String> command = List.of(PYTHON, SOURCES.resolve("relay.py").toString());
            launchers.add(() -> script("Python, boto3", command, settings, true));
        }
        if (curl) {
            List<String> command = List.of("sh", SOURCES.resolve("relay.sh").toString());
            launchers.add(() -> script("curl \\| curl", command, settings, false));
        }
        return launchers;
    }

    private static Contender script(String name, List<String> command, Map<String, String> settings, boolean alone) {
        try {
            return new ScriptContender(name, command, settings, alone);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The versions of what is there. */
    String versions() throws InterruptedException {
        return Command.output("sh", "-c", "curl --version | head -n 1 | cut -d ' ' -f 1-2")
                        .orElse("no curl") + ", "
                + Command.output(
                                PYTHON,
                                "-c",
                                "import sys, ssl, boto3; print('Python', sys.version.split()[0],"
                                        + " 'with', ssl.OPENSSL_VERSION, 'and boto3', boto3.__version__)")
                        .orElse("no Python");
    }

    /** Installs the Python script's libraries, in the versions that are wanted, unless they are there. */
    private static boolean hasPython() throws IOException, InterruptedException {
        Path wanted = SOURCES.resolve("requirements.txt");
        Path installed = TOOLS.resolve("requirements.txt");
        if (Files.exists(installed) && Files.mismatch(wanted, installed) < 0) {
            return true;
        }
        boolean ready = Command.output("python3", "-m", "venv", "--clear", TOOLS.toString())
                        .isPresent()
                && Command.output(PYTHON, "-m", "pip", "install", "-r", wanted.toString())
                        .isPresent();
        if (ready) {
            Files.copy(wanted, installed);
        }
        return ready;
    }
}
