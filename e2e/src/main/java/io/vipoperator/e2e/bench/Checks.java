package io.vipoperator.e2e.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Checks of {@link WebServer} on the host itself, all of one kind.
 *
 * @param count 0 where nothing is checked
 * @param intervalMilliseconds from start to start; also the time after which a probe has failed
 */
record Checks(int count, Kind kind, int intervalMilliseconds) {
    static final Checks NONE = new Checks(0, Kind.HTTP, 1_000);

    /** Successes and failures in a row that change a verdict: on all sides. */
    static final int RISE = 2;

    static final int FALL = 2;

    /** What is asked. */
    enum Kind {
        /** A request for {@link WebServer#PATH}. */
        HTTP,
        /** A connection. */
        TCP;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Unique on its host. */
    List<String> names() {
        return IntStream.range(0, count).mapToObj(number -> "check-" + number).toList();
    }
}
