package dev.gongrelay.demo;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the demo prints: lines that fit, with colors and a last line that is redrawn in place on a terminal, and plain
 * lines elsewhere. Uses the JDK alone, because the build runs it before it compiles. Safe for use by several threads.
 */
final class Terminal {
    private static final int USUAL = 80;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 100;
    private static final String BULLET = "- ";
    private static final String ESCAPES = "\u001b\\[[0-9;]*m";
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean lively;
    private final boolean colored;
    private final int width;
    private String status = "";
    /** The column of the next dot. */
    private int column;

    private boolean stopped;

    /**
     * @param lively whether the last line can be redrawn
     * @param colored whether colors are wanted
     * @param width how many columns there are; 40 to 100 of them are used
     */
    Terminal(PrintStream out, boolean lively, boolean colored, int width) {
        this.out = out;
        this.lively = lively;
        this.colored = colored;
        this.width = Math.max(NARROWEST, Math.min(WIDEST, width));
    }

    /**
     * Standard output. The last line is redrawn when that is a terminal, and not a dumb one; it has colors unless the
     * environment says {@code NO_COLOR}.
     */
    static Terminal standard(Map<String, String> environment) {
        boolean lively = !environment.getOrDefault("TERM", "dumb").equals("dumb") && isTerminal();
        boolean colored = lively && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(System.out, lively, colored, lively ? columns(environment) : USUAL);
    }

    /** Asks the shell's test: System.console() is null under Maven even on a terminal. */
    private static boolean isTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int columns(Map<String, String> environment) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int columns = number(size.substring(size.indexOf(' ') + 1));
            return columns > 0 ? columns : number(environment.getOrDefault("COLUMNS", ""));
        } catch (IOException e) {
            return USUAL;
        }
    }

    private static int number(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) > 0 ? Integer.parseInt(text) : USUAL;
    }

    /** How many columns are used. */
    int width() {
        return width;
    }

    /** Whether the last line is redrawn in place. */
    boolean isLively() {
        return lively;
    }

    /** Prints that the demo stops; nothing is printed after that. */
    synchronized void stop() {
        statusEnded();
        line("Stopped.");
        stopped = true;
    }

    /** Prints a line, wrapped below its first word if it doesn't fit. */
    synchronized void line(String text) {
        String stripped = text.stripLeading();
        int indent = text.length() - stripped.length();
        int more = stripped.startsWith(BULLET) ? indent + BULLET.length() : indent;
        List<String> parts = wrapped(stripped, width - more);
        for (int i = 0; i < parts.size(); i++) {
            verbatim(" ".repeat(i == 0 ? indent : more) + parts.get(i));
        }
    }

    /** Prints a name and its value, which is wrapped below its beginning if it doesn't fit. */
    synchronized void field(String name, String value) {
        String label = String.format("  %-14s", name);
        List<String> parts = wrapped(value, width - label.length());
        for (int i = 0; i < parts.size(); i++) {
            verbatim((i == 0 ? label : " ".repeat(label.length())) + parts.get(i));
        }
    }

    /** Prints a line as it is, such as a command to be copied. */
    synchronized void verbatim(String text) {
        if (!stopped) {
            statusEnded();
            out.println(text.stripTrailing());
        }
    }

    /**
     * Shows a text in the last line until something else is printed. Elsewhere than on a terminal, it is printed once,
     * with a dot for each further time.
     *
     * @param now what is added to it on a terminal, such as the time that it has taken so far
     */
    synchronized void status(String text, String now) {
        if (stopped) {
            return;
        }
        if (lively) {
            String shown = "  " + text + now;
            out.print(CLEAR + shown.substring(0, Math.min(shown.length(), width - 1)));
        } else if (text.equals(status)) {
            dot();
        } else {
            statusEnded();
            out.print("  " + text + " ");
            column = text.length() + 3;
        }
        out.flush();
        status = text;
    }

    private void dot() {
        if (column >= width) {
            out.print(System.lineSeparator() + "  ");
            column = 2;
        }
        out.print(".");
        column++;
    }

    /** Removes the text from the last line; elsewhere than on a terminal, ends the line. */
    synchronized void statusEnded() {
        if (!status.isEmpty() && !stopped) {
            out.print(lively ? CLEAR : System.lineSeparator());
            out.flush();
            status = "";
        }
    }

    String bold(String text) {
        return styled(1, text);
    }

    String good(String text) {
        return styled(32, text);
    }

    String bad(String text) {
        return styled(31, text);
    }

    private String styled(int style, String text) {
        return colored ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
    }

    private static List<String> wrapped(String text, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && visible(line) + 1 + visible(word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
            while (visible(line) > room) {
                lines.add(line.substring(0, room));
                line.delete(0, room);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static int visible(CharSequence text) {
        return text.toString().replaceAll(ESCAPES, "").length();
    }
}
