package dev.gongrelay.lambda;

import dev.gongrelay.simulator.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The folders of one process of a function.
 *
 * @param root everything else is in it
 * @param task where the package lies, and the process starts: {@code /var/task} on Lambda
 * @param temporary for temporary files: {@code /tmp} on Lambda
 */
record FunctionFolder(Path root, Path task, Path temporary) {
    /**
     * Makes one.
     *
     * <p>Lambda's Java client turns the paths of the package into URLs as they are, and Quarkus doesn't take URLs with
     * a space or an umlaut in them. So the JVM package is here, wherever the project lies, and stays whole while another
     * build replaces the project's. It takes no room where the file system can link files.
     */
    static FunctionFolder create(Artifact artifact) throws IOException {
        Path root = TemporaryFolder.create();
        Path temporary = Files.createDirectory(root.resolve("tmp"));
        if (!artifact.hasJvm()) {
            return new FunctionFolder(root, artifact.directory(), temporary);
        }
        Path task = Files.createDirectory(root.resolve("task"));
        try (Stream<Path> parts = Files.walk(artifact.directory())) {
            for (Path part : parts.skip(1).toList()) {
                Path own = task.resolve(artifact.directory().relativize(part));
                if (Files.isDirectory(part)) {
                    Files.createDirectory(own);
                } else {
                    linkOrCopy(part, own);
                }
            }
        }
        return new FunctionFolder(root, task, temporary);
    }

    private static void linkOrCopy(Path file, Path own) throws IOException {
        try {
            Files.createLink(own, file);
        } catch (IOException | UnsupportedOperationException e) {
            // On another file system, or one without links.
            Files.copy(file, own, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes all of it except the package. */
    void delete() {
        TemporaryFolder.delete(root);
    }
}
