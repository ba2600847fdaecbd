package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnClassesTest {
    @TempDir
    Path folder;

    @Test
    void runs_on_while_another_build_deletes_the_classes() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("für alle/classes"));
        copy(Program.class, classes);
        copy(Later.class, classes);
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (URLClassLoader shared =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            OwnClasses.run(shared, Program.class.getName(), classes.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        assertThat(classes).doesNotExist();
        assertThat(folder.resolve("für alle/later")).exists();
    }

    private static void copy(Class<?> type, Path classes) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(name);
        Files.createDirectories(copy.getParent());
        try (var content = type.getClassLoader().getResourceAsStream(name)) {
            Files.copy(content, copy);
        }
    }

    /** Deletes the folder that it was built into before it needs another class. */
    public static final class Program {
        public static void main(String[] arguments) throws IOException {
            Path classes = Path.of(arguments[0]);
            try (var files = Files.walk(classes)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            Later.note(classes.resolveSibling("later"));
        }
    }

    /** The class that is loaded late. */
    public static final class Later {
        static void note(Path file) throws IOException {
            Files.createFile(file);
        }
    }
}
