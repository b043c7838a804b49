package io.vipoperator.node.agent;

import java.util.List;
import java.util.stream.Collectors;

/** The outcome of reading something that somebody else wrote. */
sealed interface Checked<T> {
    /** It is sound. */
    record Sound<T>(T value) implements Checked<T> {}

    /** It is not, and for all of these reasons. */
    record Refused<T>(List<Problem> problems) implements Checked<T> {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** All problems in one line. */
        String message() {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
        }
    }
}
