package dev.gongrelay.simulator;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant who mistyped a word. */
public final class ClosestMatch {
    private ClosestMatch() {}

    /** The known word that is nearest; empty if none is near: if more than a third of it is wrong. */
    public static Optional<String> of(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> 3 * distance(word, candidate) <= Math.max(candidate.length(), 6))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many characters have to be added, left out, exchanged, or swapped with the next one. */
    private static int distance(String first, String second) {
        int[][] distances = new int[first.length() + 1][second.length() + 1];
        for (int i = 0; i <= first.length(); i++) {
            for (int j = 0; j <= second.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int change = first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1;
                distances[i][j] = Math.min(
                        distances[i - 1][j - 1] + change, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
                if (i > 1
                        && j > 1
                        && first.charAt(i - 1) == second.charAt(j - 2)
                        && first.charAt(i - 2) == second.charAt(j - 1)) {
                    distances[i][j] = Math.min(distances[i][j], distances[i - 2][j - 2] + 1);
                }
            }
        }
        return distances[first.length()][second.length()];
    }
}
