package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders for temporary files, one for each process. Processes that share one get into each other's way: Lambda's
 * runtime client, for one, unpacks its library under a fixed name, and whoever has that open crashes.
 */
public final class TemporaryFolder {
    /** System property that names the folder which they are made in, where {@code java.io.tmpdir} shall not. */
    private static final String PARENT = "temporary.folder";

    private static final int ATTEMPTS = 3;

    private TemporaryFolder() {}

    /** Makes one; whoever asks for it deletes it. */
    public static Path create() {
        try {
            return Files.createTempDirectory(parent(), "gong-relay-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that they are made in. */
    public static Path parent() {
        return Path.of(System.getProperty(PARENT, System.getProperty("java.io.tmpdir")))
                .toAbsolutePath();
    }

    /** Deletes a folder and all that is in it, though others may do the same at the same time. */
    public static void delete(Path folder) {
        for (int attempt = 1; attempt <= ATTEMPTS && Files.exists(folder); attempt++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    System.err.println("could not delete " + folder + ": " + e);
                }
            }
        }
    }
}
