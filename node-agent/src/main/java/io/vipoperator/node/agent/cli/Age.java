package io.vipoperator.node.agent.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How long ago something was, as kubectl says it: two units at most, finer the younger it is. Pure. */
final class Age {
    private Age() {}

    /** Of an RFC 3339 time; "-" if there is none, or none that can be read. */
    static String of(String time, Instant now) {
        if (time == null) {
            return "-";
        }
        try {
            return of(Duration.between(Instant.parse(time), now));
        } catch (DateTimeException e) {
            return "-";
        }
    }

    static String of(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 600) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 3 * 3600) {
            return seconds / 60 + "m";
        }
        if (seconds < 8 * 3600) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "m");
        }
        if (seconds < 48 * 3600) {
            return seconds / 3600 + "h";
        }
        return seconds < 8 * 86_400 ? two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h") : seconds / 86_400 + "d";
    }

    private static String two(long greater, String unit, long lesser, String lesserUnit) {
        return lesser == 0 ? greater + unit : greater + unit + lesser + lesserUnit;
    }
}
