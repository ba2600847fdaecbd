package dev.gongrelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has in memory now, in bytes.
 *
 * @param fileBacked pages of its executable, libraries and archives, which the kernel can drop and read again
 * @param anonymous heap, stacks and buffers
 */
record ResidentMemory(long fileBacked, long anonymous) {
    /** Asks the kernel (man 5 proc, {@code smaps_rollup}). */
    static ResidentMemory of(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
            long anonymous = bytes(text, "Anonymous:");
            return new ResidentMemory(bytes(text, "Rss:") - anonymous, anonymous);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes in megabytes, for people. */
    static String megabytes(long bytes) {
        return String.valueOf(Math.round(bytes / 1e6));
    }

    private static long bytes(String text, String field) {
        return text.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
