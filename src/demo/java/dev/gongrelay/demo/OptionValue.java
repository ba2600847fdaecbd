package dev.gongrelay.demo;

import dev.gongrelay.simulator.ByteSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks of values as people give them on a command line. Uses the JDK alone, because the build runs it before it
 * compiles.
 *
 * <p>Each method throws an IllegalArgumentException that says what to do.
 */
final class OptionValue {
    private static final long SMALLEST = 1000;

    private OptionValue() {}

    /** The size of a recording. */
    static void size(String text) {
        long size = ByteSize.parse(text);
        if (size < SMALLEST || size > FileCheck.LARGEST) {
            throw new IllegalArgumentException(
                    text + " is out of range; choose a size from 1kB to 1.5GB, Gong's limit");
        }
    }

    /** Sizes of recordings, separated by commas. */
    static void sizes(String text) {
        for (String size : text.split(",", -1)) {
            size(size.strip());
        }
    }

    /** A free port. */
    static void port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("\"" + text + "\" is not a port; choose one from 1024 to 65535");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(text)));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "port " + text + " can't be used (" + e.getMessage() + "); choose another, or leave the option out",
                    e);
        }
    }

    /** A whole number. */
    static void number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number; write it as 5");
        }
    }

    static void flag(String text) {
        if (!text.matches("true|false")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        }
    }

    /** A folder that exists. */
    static void folder(String text) {
        if (!Files.isDirectory(FileCheck.path(text))) {
            throw new IllegalArgumentException("there is no folder " + FileCheck.path(text));
        }
    }

    /** Folders, separated by commas. */
    static void folders(String text) {
        for (String folder : text.split(",", -1)) {
            folder(folder.strip());
        }
    }

    /** A file that doesn't exist, in a folder that does. */
    static void newFile(String text) {
        Path file = FileCheck.path(text);
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " exists already; choose another file");
        }
        folder(String.valueOf(file.getParent()));
    }

    /** An executable file; empty for none. */
    static void executable(String text) {
        if (!text.isEmpty() && !Files.isExecutable(FileCheck.file(text))) {
            throw new IllegalArgumentException(text + " is not executable; run chmod +x on it");
        }
    }

    static void javaHome(String text) {
        if (!Files.isExecutable(FileCheck.path(text).resolve("bin/java"))) {
            throw new IllegalArgumentException(text + " has no bin/java; name the home of a JDK");
        }
    }

    /** Any text that is not blank. */
    static void any(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it has no value");
        }
    }
}
