package dev.gongrelay.mapping;

/** Patterns of {@link java.time.format.DateTimeFormatter}, as far as people get them wrong without noticing. */
public final class TimePattern {
    private TimePattern() {}

    /**
     * Whether months and minutes are confused, as in {@code yyyy-mm-dd HH:MM}: the minutes come before the hours. Such a
     * pattern reads many times, and none of them right.
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
