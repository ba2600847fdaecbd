package dev.gongrelay.demo;

import dev.gongrelay.simulator.ByteSize;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Files as people name them on a command line. Uses the JDK alone, because the build runs it before it compiles.
 *
 * <p>Each method throws an IllegalArgumentException that says what to do.
 */
final class FileCheck {
    /** The formats that Gong supports (Gong, "Add call media", 2025-11-17), as RELAY_RECORDINGS_EXTENSIONS has them. */
    static final List<String> EXTENSIONS = List.of("wav", "mp3", "mp4", "m4a", "mkv", "flac");

    /** Gong's limit, 1.5 GB (Gong, "Add call media", 2025-11-17). */
    static final long LARGEST = 1_500_000_000;

    private static final long LARGEST_DETAILS = 10_000_000;
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final char UNREADABLE = '\ufffd';

    private FileCheck() {}

    /** A readable file that is not empty. */
    static Path file(String name) {
        Path file = path(name);
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder; name a file in it");
        }
        if (name.startsWith("~")) {
            throw new IllegalArgumentException("the shell did not expand the ~ in " + name + ", because it is not the"
                    + " first character of a word; write " + name.replaceFirst("^~(?=/|$)", "\\$HOME"));
        }
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no file " + file + missingFolder(file));
        }
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + " can't be read by the user " + System.getProperty("user.name")
                    + "; change its permissions, or copy it");
        }
        if (size(file) == 0 && Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is empty");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is not a regular file");
        }
        return file;
    }

    /** A file whose extension and size Gong supports. */
    static Path recording(String name) {
        Path file = file(name);
        String fileName = String.valueOf(file.getFileName());
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!EXTENSIONS.contains(extension)) {
            String stem = name.substring(0, name.length() - fileName.length())
                    + (fileName.lastIndexOf('.') > 0 ? fileName.substring(0, fileName.lastIndexOf('.')) : fileName);
            throw new IllegalArgumentException(
                    (fileName.lastIndexOf('.') > 0 ? "Gong doesn't take ." + extension : fileName + " has no extension")
                            + "; its formats are " + String.join(", ", EXTENSIONS) + ". To convert the file:\n"
                            + "ffmpeg -i " + quoted(name) + " -vn -c:a flac " + quoted(stem + ".flac"));
        }
        if (size(file) > LARGEST) {
            throw new IllegalArgumentException(
                    file + " has " + ByteSize.format(size(file)) + "; Gong takes up to " + ByteSize.format(LARGEST));
        }
        return file;
    }

    /** A file with call details: a JSON object. */
    static Path details(String name) {
        Path file = file(name);
        if (size(file) > LARGEST_DETAILS) {
            throw new IllegalArgumentException(file + " has " + ByteSize.format(size(file))
                    + "; call details have up to " + ByteSize.format(LARGEST_DETAILS));
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
        }
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        try {
            JsonSyntax.check(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getMessage(), e);
        }
        if (!text.stripLeading().startsWith("{")) {
            throw new IllegalArgumentException(file + " must hold a JSON object, such as those in docs/producers.md");
        }
        return file;
    }

    /** A path, whether it exists or not. */
    static Path path(String name) {
        try {
            if (name.indexOf(UNREADABLE) < 0) {
                return Path.of(name).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            // As below: a character that the locale doesn't have, or a NUL, which no command line can pass.
        }
        throw new IllegalArgumentException("the name has characters that this locale can't represent; start the command"
                + " with LC_ALL=C.UTF-8, or another UTF-8 locale that is installed");
    }

    private static String missingFolder(Path file) {
        Path folder = file.getParent();
        return folder == null || Files.isDirectory(folder) ? "" : "; its folder doesn't exist either";
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** The text as a word for a POSIX shell. */
    private static String quoted(String word) {
        return word.matches("[\\w./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
