package io.vipoperator.e2e.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client sees of an address, one printed line each. Times are milliseconds since the epoch on this machine's clock, of the moment a
 * question was sent; durations come from the monotonic clock.
 */
public sealed interface ProbeEvent {

    /** {@code server} answers, where nobody did before, or another one. */
    record Answered(String server, long atMillis) implements ProbeEvent {
        @Override
        public String toString() {
            return "answered by=" + server + " at=" + atMillis;
        }
    }

    /** Nothing has answered since the question at {@code sinceMillis}; said once, after a while, when it isn't over yet. */
    record Silent(String server, long sinceMillis) implements ProbeEvent {
        @Override
        public String toString() {
            return "silent by=" + server + " since=" + sinceMillis;
        }
    }

    /**
     * {@code lost} questions in a row were not answered.
     *
     * @param gapMillis from the last question answered before to the first one answered after
     */
    record Gap(double gapMillis, long lost, String from, String to, long beganMillis) implements ProbeEvent {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "gap ms=%.1f lost=%d from=%s to=%s began=%d", gapMillis, lost, from, to, beganMillis);
        }
    }

    /** The last line: the sums. {@code stallMillis} is the longest time that the probe itself did not run. */
    record Ended(long sent, long answered, long gaps, double longestGapMillis, double stallMillis)
            implements ProbeEvent {

        /** Questions that were never answered. Less than what the gaps count where answers overtook each other. */
        public long lost() {
            return Math.max(0, sent - answered);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "ended sent=%d answered=%d gaps=%d longest=%.1f stall=%.1f",
                    sent,
                    answered,
                    gaps,
                    longestGapMillis,
                    stallMillis);
        }
    }

    /** Reads a printed line; empty if it is none of these. */
    static Optional<ProbeEvent> parse(String line) {
        Matcher answered = Lines.ANSWERED.matcher(line);
        if (answered.matches()) {
            return Optional.of(new Answered(answered.group(1), Long.parseLong(answered.group(2))));
        }
        Matcher silent = Lines.SILENT.matcher(line);
        if (silent.matches()) {
            return Optional.of(new Silent(silent.group(1), Long.parseLong(silent.group(2))));
        }
        Matcher gap = Lines.GAP.matcher(line);
        if (gap.matches()) {
            return Optional.of(new Gap(
                    Double.parseDouble(gap.group(1)),
                    Long.parseLong(gap.group(2)),
                    gap.group(3),
                    gap.group(4),
                    Long.parseLong(gap.group(5))));
        }
        Matcher ended = Lines.ENDED.matcher(line);
        if (ended.matches()) {
            return Optional.of(new Ended(
                    Long.parseLong(ended.group(1)),
                    Long.parseLong(ended.group(2)),
                    Long.parseLong(ended.group(3)),
                    Double.parseDouble(ended.group(4)),
                    Double.parseDouble(ended.group(5))));
        }
        return Optional.empty();
    }

    /** The printed forms. */
    final class Lines {
        private static final Pattern ANSWERED = Pattern.compile("answered by=(\\S+) at=(\\d+)");
        private static final Pattern SILENT = Pattern.compile("silent by=(\\S+) since=(\\d+)");
        private static final Pattern GAP =
                Pattern.compile("gap ms=([\\d.]+) lost=(\\d+) from=(\\S+) to=(\\S+) began=(\\d+)");
        private static final Pattern ENDED =
                Pattern.compile("ended sent=(\\d+) answered=(\\d+) gaps=(\\d+) longest=([\\d.]+) stall=([\\d.]+)");

        private Lines() {}
    }
}
