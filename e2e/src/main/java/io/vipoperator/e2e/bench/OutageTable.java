package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.OutageRounds.Round;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What was measured in the rounds as a table of text: a row for each fault and interval.
 *
 * @param rounds all that were measured
 * @param nanos what of a round is shown, in milliseconds
 * @param subject label of what is compared
 * @param reference label of keepalived
 */
record OutageTable(List<Round> rounds, ToLongFunction<Round> nanos, String subject, String reference) {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    OutageTable {
        rounds = List.copyOf(rounds);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-8s %-13s | %-38s | %-38s | %s%n",
                "interval",
                "fault",
                subject,
                reference,
                subject + " / " + reference));
        String columns = "median   p99      worst    undisturbed";
        text.append(String.format(
                Locale.ROOT,
                "%-8s %-13s | %-38s | %-38s | %s%n",
                "ms",
                "",
                columns,
                columns,
                "median worst undisturbed"));
        List<Integer> intervals =
                rounds.stream().map(Round::intervalMilliseconds).distinct().toList();
        for (int interval : intervals) {
            for (Fault fault : Fault.values()) {
                if (summary(interval, fault, subject, round -> true).count() > 0) {
                    text.append(row(interval, fault));
                }
            }
        }
        return text.toString();
    }

    private String row(int interval, Fault fault) {
        Summary left = summary(interval, fault, subject, round -> true);
        Summary right = summary(interval, fault, reference, round -> true);
        Summary leftUndisturbed = summary(interval, fault, subject, OutageTable::isUndisturbed);
        Summary rightUndisturbed = summary(interval, fault, reference, OutageTable::isUndisturbed);
        return String.format(
                Locale.ROOT,
                "%-8d %-13s | %-38s | %-38s | %-6s %-5s %s%n",
                interval,
                fault.words(),
                cells(left, leftUndisturbed),
                cells(right, rightUndisturbed),
                ratio(left.median(), right.median()),
                ratio(left.worst(), right.worst()),
                ratio(leftUndisturbed.worst(), rightUndisturbed.worst()));
    }

    private static String cells(Summary all, Summary undisturbed) {
        return String.format(
                Locale.ROOT,
                "%-8.1f %-8.1f %-8.1f %-6.1f (%d/%d)",
                all.median(),
                all.p99(),
                all.worst(),
                undisturbed.worst(),
                undisturbed.count(),
                all.count());
    }

    static String ratio(double left, double right) {
        return Double.isNaN(left) || Double.isNaN(right) || right == 0
                ? "-"
                : String.format(Locale.ROOT, "%.2f", left / right);
    }

    private Summary summary(int interval, Fault fault, String label, Predicate<Round> which) {
        return Summary.of(rounds.stream()
                .filter(round -> round.intervalMilliseconds() == interval && round.fault() == fault)
                .filter(round -> round.label().equals(label))
                .filter(which)
                .map(round -> nanos.applyAsLong(round) / NANOS_PER_MILLISECOND)
                .toList());
    }

    static double milliseconds(Round round) {
        return round.outage().nanos() / NANOS_PER_MILLISECOND;
    }

    /** Whether the machine did not stall while the round ran. */
    static boolean isUndisturbed(Round round) {
        return round.longestStallNanos() == 0;
    }

    /** One line of a comma-separated file. */
    static String csv(Round round) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%.3f,%d,%b,%.3f,%.3f",
                round.label(),
                round.fault().words(),
                round.intervalMilliseconds(),
                milliseconds(round),
                round.outage().lostProbes(),
                round.outage().isOver(),
                round.takeoverNanos() / NANOS_PER_MILLISECOND,
                round.longestStallNanos() / NANOS_PER_MILLISECOND);
    }

    static final String CSV_HEADER =
            "product,fault,interval_ms,outage_ms,lost_probes,taken_over,takeover_ms,longest_stall_ms";
}
