package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first class of a {@link ChildProcess}: runs the program named by its first argument, and ends the JVM as soon as
 * standard input does. The parent holds the other end of it, so the child ends with the parent however that ends,
 * SIGKILL included. Programs find {@link #answer} here.
 */
public final class Tether {
    /** System property that names the program's folder for temporary files, which is deleted at the end. */
    static final String FOLDER = "tether.folder";

    /** The prefix of lines on standard output for the parent. All others are log. */
    static final String ANSWER = "> ";

    private Tether() {}

    public static void main(String[] arguments) throws Exception {
        InputStream parent = System.in;
        PipedOutputStream copy = new PipedOutputStream();
        System.setIn(new PipedInputStream(copy, 1 << 16));
        Thread watchdog = new Thread(() -> watch(parent, copy), "tether");
        watchdog.setDaemon(true);
        watchdog.start();
        // Ctrl-C reaches every process of a terminal, this one perhaps before its parent.
        Runtime.getRuntime().addShutdownHook(new Thread(Tether::deleteFolder, "tether folder"));
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            e.getTargetException().printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Sends the parent one line, which {@link ChildProcess#answer} returns there. */
    public static synchronized void answer(String line) {
        System.out.println(ANSWER + line);
        System.out.flush();
    }

    private static void watch(InputStream parent, PipedOutputStream copy) {
        byte[] buffer = new byte[1 << 13];
        try {
            for (int read = parent.read(buffer); read >= 0; read = parent.read(buffer)) {
                copy.write(buffer, 0, read);
                copy.flush();
            }
        } catch (IOException e) {
            System.err.println("standard input failed: " + e);
        }
        deleteFolder();
        Runtime.getRuntime().halt(0);
    }

    private static void deleteFolder() {
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            TemporaryFolder.delete(Path.of(folder));
        }
    }
}
