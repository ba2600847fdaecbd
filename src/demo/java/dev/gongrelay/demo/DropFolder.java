package dev.gongrelay.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder for recordings, each of which may have its details beside it, such as {@code call.wav.json}. */
final class DropFolder {
    private static final String DETAILS = ".json";

    private final Path folder;
    /** What was seen the last time, and whether it was returned by then. */
    private final Map<Path, Seen> seen = new HashMap<>();

    private record Seen(long sizeBytes, FileTime modified, boolean given) {
        boolean isUnchanged(Seen other) {
            return sizeBytes == other.sizeBytes && modified.equals(other.modified);
        }
    }

    /** Knows nothing yet of what is in the folder. */
    DropFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The recordings that are new or have changed, and are complete because they look as they did at the last call.
     * Returns each once, in the order of their names.
     */
    List<Path> arrived() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> recordings =
                    files.filter(DropFolder::isRecording).sorted().toList();
            seen.keySet().retainAll(recordings);
            return recordings.stream().filter(this::isWholeAndNew).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The file with a recording's details, which may be missing. */
    static Path details(Path recording) {
        return recording.resolveSibling(recording.getFileName() + DETAILS);
    }

    private static boolean isRecording(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file) && !name.endsWith(DETAILS) && !name.startsWith(".");
    }

    private boolean isWholeAndNew(Path file) {
        try {
            Seen now = new Seen(Files.size(file), Files.getLastModifiedTime(file), false);
            Seen before = seen.get(file);
            if (before == null || !before.isUnchanged(now)) {
                seen.put(file, now);
                return false;
            }
            boolean arrived = !before.given && now.sizeBytes > 0;
            seen.put(file, new Seen(now.sizeBytes, now.modified, before.given || arrived));
            return arrived;
        } catch (IOException e) {
            // Gone between being listed and being looked at.
            return false;
        }
    }
}
