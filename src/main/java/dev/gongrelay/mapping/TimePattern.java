package dev.gongrelay.mapping;

/** Finds mistakes in patterns of {@link java.time.format.DateTimeFormatter} that would go unnoticed. */
public final class TimePattern {
    private TimePattern() {}

    /**
     * Whether a pattern confuses months and minutes, as in {@code yyyy-mm-dd HH:MM}, where the minutes come before the
     * hours. Such a pattern reads many times, all of them wrong.
     */
    public static boolean confusesMonthsAndMinutes(String pattern) {
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            if (letter == '\'') {
                quoted = !quoted;
            } else if (!quoted && "HhKk".indexOf(letter) >= 0) {
                return false;
            } else if (!quoted && letter == 'm') {
                return true;
            }
        }
        return false;
    }
}
