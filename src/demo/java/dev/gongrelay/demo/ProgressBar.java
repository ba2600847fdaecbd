package dev.gongrelay.demo;

import dev.gongrelay.simulator.ByteSize;
import java.util.Locale;

/** Shows how many of a known number of bytes are done: on a terminal in place, elsewhere in a few lines. */
final class ProgressBar {
    private static final int WIDEST = 40;
    private static final String LONGEST_NUMBERS = "  [] 100 % , 999.9 MB of 999.9 MB, 999.9 MB/s, 99:59 left ";
    private static final long PLAIN_STEP_PERCENT = 20;
    private static final double PLAIN_STEP_SECONDS = 1.5;

    private final Terminal terminal;
    private final String what;
    private final long total;
    private long plainPercent = PLAIN_STEP_PERCENT;
    private double plainSeconds = PLAIN_STEP_SECONDS;
    /** The last percentage that was printed in a line of its own; 100 before the first. */
    private long shown = 100;

    /** @param what is being done, such as {@code relaying} */
    ProgressBar(Terminal terminal, String what, long totalBytes) {
        this.terminal = terminal;
        this.what = what;
        this.total = totalBytes;
    }

    /** Shows that this many bytes are done after this many seconds. */
    void show(long done, double seconds) {
        long percent = percent(done);
        String state = state(percent, done, seconds);
        if (terminal.isLively()) {
            int room = terminal.width() - what.length() - LONGEST_NUMBERS.length();
            int length = Math.max(0, Math.min(WIDEST, room));
            int filled = (int) (length * percent / 100);
            String bar = "[" + "#".repeat(filled) + "-".repeat(length - filled) + "] ";
            terminal.status((length < 5 ? "" : bar) + state, "");
        } else if (percent >= plainPercent || seconds >= plainSeconds) {
            terminal.line("  " + state);
            shown = percent;
            plainPercent = percent - percent % PLAIN_STEP_PERCENT + PLAIN_STEP_PERCENT;
            plainSeconds = seconds + PLAIN_STEP_SECONDS;
        }
    }

    /** Prints the final state, if need be, and ends the line. */
    void ended(long done, double seconds) {
        long percent = percent(done);
        if (terminal.isLively()) {
            show(done, seconds);
            terminal.verbatim("  " + state(percent, done, seconds));
        } else if (shown < percent) {
            terminal.line("  " + state(percent, done, seconds));
        }
    }

    private long percent(long done) {
        return total == 0 ? 100 : Math.min(100, 100 * done / total);
    }

    private String state(long percent, long done, double seconds) {
        double rate = seconds <= 0 ? 0 : done / seconds;
        String left = "";
        if (rate > 0 && done < total) {
            long secondsLeft = Math.round((total - done) / rate);
            left = String.format(Locale.ROOT, ", %d:%02d left", secondsLeft / 60, secondsLeft % 60);
        }
        return String.format(
                Locale.ROOT,
                "%3d %% %s, %s of %s, %s/s%s",
                percent,
                what,
                ByteSize.format(done),
                ByteSize.format(total),
                ByteSize.format(rate),
                left);
    }
}
