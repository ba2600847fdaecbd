package dev.gongrelay.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a mistyped one probably means. Uses only the JDK, because builds run it before they compile. */
public final class ClosestMatch {
    /** Up to two characters may differ even in short words. */
    private static final int SHORT = 6;

    private ClosestMatch() {}

    /**
     * The nearest known word, ignoring case; empty if more than a third of it would have to change. The words should be
     * short: the time grows with the product of their lengths.
     */
    public static Optional<String> of(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> 3 * difference(word, candidate) <= Math.max(candidate.length(), SHORT))
                .min(Comparator.<String>comparingInt(candidate -> difference(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int difference(String word, String candidate) {
        return distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
    }

    /** How many characters are added, left out, replaced (Levenshtein), or exchanged with the next one. */
    public static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : distance(distances, one, other, i, j);
            }
        }
        return distances[one.length()][other.length()];
    }

    private static int distance(int[][] known, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(known[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(known[i - 1][j], known[i][j - 1]));
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(least, known[i - 2][j - 2] + 1) : least;
    }
}
