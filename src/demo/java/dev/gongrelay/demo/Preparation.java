package dev.gongrelay.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the build does in its first phase, before anything is compiled or downloaded for it: checks the demo's options,
 * waits for another demo that is being built in the same folder, and says what is going on until the demo itself does.
 * The build compiles this and what it needs on its own; all of it uses the JDK alone.
 *
 * <p>The build and the demo run in one JVM, but in different class loaders. They find the preparation as the object of
 * the system property {@value #PROPERTY}: told what begins, it shows that; closed, it lets the next build begin.
 */
public final class Preparation implements Consumer<String>, Closeable {
    /** The title of the whole. */
    static final String TITLE = "Gong Relay: from S3 to Gong";

    private static final String PROPERTY = "demo.preparation";
    private static final String BUILT = "";

    private final Terminal terminal;
    private final FileChannel lockFile;
    private final Activity activity;

    private Preparation(Terminal terminal, Path target) throws IOException, InterruptedException {
        this.terminal = terminal;
        lockFile = FileChannel.open(
                Files.createDirectories(target).resolve("demo.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        activity = new Activity(terminal, "Looking up what the build needs");
        if (!isLocked()) {
            activity.now("Waiting for another demo that is being built in this folder");
            while (!isLocked()) {
                Thread.sleep(100);
            }
            activity.now("Looking up what the build needs");
        }
    }

    private boolean isLocked() throws IOException {
        try {
            return lockFile.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Begins; ends the JVM with exit code 1 when an option is wrong.
     *
     * @param profile the command: {@code demo}, or a profile whose options alone are checked, such as {@code audit}
     * @param properties the user's, among them the command's options
     * @param target the folder that the build writes to
     */
    public static void begin(String profile, Map<String, String> properties, Path target) throws InterruptedException {
        if (profile.equals("demo")) {
            beginDemo(properties, target);
            return;
        }
        Options options = OtherOptions.of(profile);
        List<String> problems = options.problems(properties);
        if (!problems.isEmpty()) {
            refuse(Terminal.standard(System.getenv()), "The command", problems, options.page());
            System.exit(1);
        }
    }

    private static void beginDemo(Map<String, String> properties, Path target) throws InterruptedException {
        Terminal terminal = Terminal.standard(System.getenv());
        List<String> problems = new ArrayList<>(OptionCheck.problems(properties));
        if (properties.containsKey("demo.bucket")) {
            boolean real = properties.getOrDefault("demo.gong", "").equals("real");
            problems.addAll(new BucketEnvironment(System.getenv(), real).problems());
        }
        if (problems.isEmpty()) {
            terminal.line(terminal.bold(TITLE));
            terminal.line(
                    Files.exists(target.resolve("function.zip"))
                            ? "Building the function and relaying a recording here takes about a minute."
                            : "Building the function and relaying a recording here takes about two minutes, and longer"
                                    + " the first time, when Maven downloads 300 MB.");
            try {
                System.getProperties().put(PROPERTY, new Preparation(terminal, target));
                return;
            } catch (IOException e) {
                problems = List.of(target + " can't be written by the user " + System.getProperty("user.name")
                        + "; run the demo in a copy of this folder");
            }
        }
        refuse(terminal, problems);
        System.exit(1);
    }

    /** Says what is wrong with the options. */
    static void refuse(Terminal terminal, List<String> problems) {
        refuse(terminal, "The demo", problems, OptionCheck.OPTIONS.page());
    }

    private static void refuse(Terminal terminal, String who, List<String> problems, String page) {
        terminal.line(terminal.bad(who + " can't start:"));
        for (String problem : problems) {
            String[] sentenceAndCommand = problem.split("\n", 2);
            terminal.line("  " + sentenceAndCommand[0]);
            if (sentenceAndCommand.length > 1) {
                terminal.verbatim("    " + sentenceAndCommand[1]);
            }
        }
        terminal.line(page + " lists the options. Nothing was compiled or started.");
    }

    /** Shows that everything is built, if this JVM began a preparation; returns whether it did. */
    static boolean built() {
        if (System.getProperties().get(PROPERTY) instanceof Consumer<?> preparation) {
            @SuppressWarnings("unchecked")
            Consumer<String> known = (Consumer<String>) preparation;
            known.accept(BUILT);
            return true;
        }
        return false;
    }

    /** Lets another build in the same folder begin. */
    static void end() {
        if (System.getProperties().remove(PROPERTY) instanceof Closeable preparation) {
            try {
                preparation.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Shows what begins now. */
    @Override
    public void accept(String what) {
        if (what.equals(BUILT)) {
            activity.close();
            terminal.line("Built in " + activity.took().toSeconds() + " s.");
        } else {
            activity.now(what);
        }
    }

    /** Lets another build begin. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
