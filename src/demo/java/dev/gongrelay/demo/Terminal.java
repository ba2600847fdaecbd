package dev.gongrelay.demo;

import dev.gongrelay.simulator.ByteSize;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Where the demo prints: with colours and a moving progress bar on a terminal, as plain lines elsewhere. */
final class Terminal {
    private static final int BAR = 30;
    private static final long PLAIN_STEP_PERCENT = 20;

    private final PrintStream out;
    private final boolean lively;
    private long plainPercent = PLAIN_STEP_PERCENT;
    private int written;
    private boolean stopped;

    Terminal(PrintStream out, boolean lively) {
        this.out = out;
        this.lively = lively;
    }

    /** Standard output; lively when it is a terminal and the environment doesn't say {@code NO_COLOR} or a dumb one. */
    static Terminal standard(Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(System.out, wanted && isTerminal());
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

    /** Says that everything is being ended; nothing is printed any more. */
    synchronized void stop() {
        out.println("\nStopped.");
        stopped = true;
    }

    synchronized void line(String text) {
        if (!stopped) {
            out.println(text);
        }
    }

    String bold(String text) {
        return lively ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String good(String text) {
        return lively ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    String bad(String text) {
        return lively ? "\u001b[31m" + text + "\u001b[0m" : text;
    }

    /** Shows how far something has come; on a terminal in place of what was shown before. */
    synchronized void progress(long done, long total, double seconds) {
        if (stopped) {
            return;
        }
        long percent = total == 0 ? 100 : Math.min(100, 100 * done / total);
        if (lively) {
            int filled = (int) (BAR * percent / 100);
            String bar = "#".repeat(filled) + "-".repeat(BAR - filled);
            String text = "  [" + bar + "] " + state(percent, done, total, seconds);
            out.print("\r" + text + " ".repeat(Math.max(0, written - text.length())));
            out.flush();
            written = text.length();
        } else if (percent >= plainPercent) {
            out.println("  " + state(percent, done, total, seconds));
            plainPercent = percent - percent % PLAIN_STEP_PERCENT + PLAIN_STEP_PERCENT;
        }
    }

    /** Ends the progress that was shown; what is printed next begins a line. */
    synchronized void progressEnded() {
        if (lively && written > 0 && !stopped) {
            out.println();
        }
        written = 0;
        plainPercent = PLAIN_STEP_PERCENT;
    }

    private static String state(long percent, long done, long total, double seconds) {
        double rate = seconds <= 0 ? 0 : done / seconds;
        String left = "";
        if (rate > 0 && done < total) {
            long secondsLeft = Math.round((total - done) / rate);
            left = String.format(Locale.ROOT, ", %d:%02d left", secondsLeft / 60, secondsLeft % 60);
        }
        return String.format(
                Locale.ROOT,
                "%3d %%  %s of %s, %s/s%s",
                percent,
                ByteSize.format(done),
                ByteSize.format(total),
                ByteSize.format(rate),
                left);
    }
}
