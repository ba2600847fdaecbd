package dev.gongrelay.simulator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders for temporary files, one for each process. Processes that share one get into each other's way: Lambda's
 * runtime client, for one, unpacks its library under a fixed name, and whoever has that open crashes.
 */
public final class TemporaryFolder {
    /** System property that lists folders to make them in, instead of {@code java.io.tmpdir}. */
    private static final String PARENTS = "temporary.folders";

    /** Lambda's client and Quarkus accept no other characters, and socket addresses no more than 108. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./-]{1,30}");

    private static final int ATTEMPTS = 3;

    private TemporaryFolder() {}

    /** Makes one. The caller deletes it; what is left when this JVM ends or is killed is deleted then. */
    public static Path create() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(parent()), "gong-relay-");
            FolderGuard.deleteAfterThisJvm(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that they are made in: the first one listed in whose path all programs can work, or the last one. */
    public static Path parent() {
        return parent(System.getProperty(PARENTS, System.getProperty("java.io.tmpdir")));
    }

    /** @param parents separated as in a class path */
    static Path parent(String parents) {
        List<Path> folders = Stream.of(parents.split(File.pathSeparator))
                .map(folder -> Path.of(folder).toAbsolutePath())
                .toList();
        return folders.stream()
                .filter(folder -> PLAIN.matcher(folder.toString()).matches())
                .findFirst()
                .orElse(folders.get(folders.size() - 1));
    }

    /** Deletes a folder and all that is in it, even if others do the same at the same time. */
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
