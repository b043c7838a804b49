package io.vipoperator.node.agent.cli.keepalived;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a word that keepalived doesn't know was perhaps meant to be. Pure. */
final class Suggestion {
    /** Two mistakes, but not in words so short that two letters make another word. */
    private static final int MISTAKES = 2;

    private static final int LEAST_LENGTH = 5;

    private Suggestion() {}

    /** The nearest known word, or a known word with a blank after it. */
    static Optional<String> of(String word, Collection<String> known) {
        Optional<String> glued = known.stream()
                .filter(one -> one.length() >= LEAST_LENGTH && word.startsWith(one) && word.length() > one.length())
                .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .map(one -> one + " " + word.substring(one.length()));
        return known.stream()
                .filter(one -> one.length() >= LEAST_LENGTH && distance(word, one) <= MISTAKES)
                .min(Comparator.<String>comparingInt(one -> distance(word, one))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> glued);
    }

    /** Of Levenshtein: letters to be put in, taken out or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
