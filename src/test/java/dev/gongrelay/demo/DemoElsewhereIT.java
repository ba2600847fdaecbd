package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gongrelay.simulator.TemporaryFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demo as another user than the one who built it, and on a newer JDK: on one, if the other isn't there. */
@EnabledOnOs(OS.LINUX)
class DemoElsewhereIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path NEWER_JDKS = Path.of("/usr/lib/jvm");

    /** What the other user can read: neither the project nor the repository of its libraries, perhaps. */
    private final Path copy = TemporaryFolder.create();

    private final Path temporary = copy.resolve("tmp");
    private int libraries;

    @AfterEach
    void delete() {
        TemporaryFolder.delete(copy);
    }

    @Test
    void runs_as_another_user_and_on_jdk_25() throws Exception {
        List<String> user = otherUser();
        Optional<Path> jdk = jdk25();
        assumeTrue(
                !user.isEmpty() || jdk.isPresent(),
                "only root can become another user, and JAVA_25_HOME names no JDK: the demo is not tried elsewhere");
        List<String> command = new ArrayList<>(user);
        command.add(jdk.orElse(Path.of(System.getProperty("java.home"))) + "/bin/java");
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dbasedir=" + copy));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-Dtemporary.folder=" + temporary));
        command.add("-Dembedded.classpath.file=" + copy.resolve("embedded.txt"));
        command.addAll(List.of("-Ddemo.size=1MB", "-cp", prepare(), "dev.gongrelay.demo.Demo"));

        DemoRun run = DemoRun.of(command, copy, Map.of("LC_ALL", "xx_XX.UTF-8"));

        assertThat(run.exitCode()).as(run.printed()).isZero();
        assertThat(run.printed()).contains("the same bytes, uploaded once");
        assertThat(temporary).isEmptyDirectory();
    }

    /** Fills the copy; returns the class path of the demo in it. */
    private String prepare() throws IOException {
        open(copy);
        open(Files.createDirectory(temporary));
        open(Files.createDirectory(copy.resolve("target")));
        link(PROJECT.resolve("template.yaml"), copy.resolve("template.yaml"));
        for (String part : List.of("function", "test-classes", "embedded/lambda")) {
            link(PROJECT.resolve("target").resolve(part), copy.resolve("target").resolve(part));
        }
        Path embedded = Path.of(System.getProperty("embedded.classpath.file"));
        Files.writeString(copy.resolve("embedded.txt"), classPath(Files.readString(embedded)));
        return classPath(System.getProperty("java.class.path"));
    }

    private String classPath(String original) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : original.split(":")) {
            Path own = copy.resolve("libraries/" + libraries++)
                    .resolve(Path.of(entry).getFileName());
            if (Files.exists(Path.of(entry))) {
                link(Path.of(entry), own);
                entries.add(own.toString());
            }
        }
        return String.join(":", entries);
    }

    private static void link(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path own = to.resolve(from.relativize(file).toString()).normalize();
            Files.createDirectories(own.getParent());
            try {
                Files.createLink(own, file);
            } catch (FileSystemException e) {
                // On another file system.
                Files.copy(file, own);
            }
        }
    }

    /** Lets everybody read and write a folder. */
    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** The prefix of a command that runs it as another user; empty if that is impossible. */
    private static List<String> otherUser() throws IOException {
        boolean known =
                Files.readAllLines(Path.of("/etc/passwd")).stream().anyMatch(line -> line.startsWith("nobody:"));
        boolean able =
                System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/setpriv"));
        return known && able ? List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups") : List.of();
    }

    private static Optional<Path> jdk25() throws IOException {
        List<Path> homes = Stream.of("JAVA_25_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .map(Path::of)
                .collect(Collectors.toCollection(ArrayList::new));
        if (Files.isDirectory(NEWER_JDKS)) {
            try (Stream<Path> found = Files.list(NEWER_JDKS)) {
                found.filter(home -> home.getFileName().toString().matches(".*\\b25\\b.*"))
                        .forEach(homes::add);
            }
        }
        return homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .findFirst();
    }
}
