package io.cloudlab.core.shared;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be. */
public final class NearestWord {
    private static final int MAX_LENGTH = 64;

    private NearestWord() {}

    /**
     * The nearest of the known words, if it is near enough: a third of the letters may differ, at most three. Case and the
     * difference between {@code -} and {@code _} count for nothing.
     */
    public static Optional<String> of(String word, Collection<String> known) {
        if (word.length() > MAX_LENGTH) return Optional.empty();
        String plain = plain(word);
        int max = Math.min(3, (plain.length() + 1) / 3);
        return known.stream()
                .filter(each -> distance(plain, plain(each)) <= max)
                .min(Comparator.comparingInt((String each) -> distance(plain, plain(each)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Letters to add, remove, replace or swap with their neighbour (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) steps[i][0] = i;
        for (int j = 0; j <= other.length(); j++) steps[0][j] = j;
        for (int i = 1; i <= one.length(); i++) {
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int min = Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(min, steps[i - 2][j - 2] + 1) : min;
            }
        }
        return steps[one.length()][other.length()];
    }
}
