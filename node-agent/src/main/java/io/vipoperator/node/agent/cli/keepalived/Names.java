package io.vipoperator.node.agent.cli.keepalived;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives objects names that Kubernetes takes (RFC 1123 labels), each once. Used by one thread. */
final class Names {
    private static final int LONGEST = 63;

    private final Set<String> given = new HashSet<>();

    /**
     * A name that nothing else has.
     *
     * @param title what keepalived calls it, in any script
     * @param otherwise a name for titles of which nothing is left
     */
    String unique(String title, String otherwise) {
        String name = label(title);
        String base = name.isEmpty() ? otherwise : name;
        String candidate = base;
        for (int i = 2; !given.add(candidate); i++) {
            String end = "-" + i;
            candidate = base.substring(0, Math.min(base.length(), LONGEST - end.length())) + end;
        }
        return candidate;
    }

    /** An RFC 1123 label of the title's letters and digits; empty if it has none. */
    static String label(String title) {
        String letters =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        return letters.substring(0, Math.min(letters.length(), LONGEST)).replaceAll("-+$", "");
    }
}
