package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.CheckCost.Cost;
import io.vipoperator.e2e.bench.CheckRounds.Round;
import java.util.List;
import java.util.Locale;

/**
 * What the checks cost and how fast they are, as rows of the README's table.
 *
 * @param rounds all that were measured
 * @param costs for each kind and number of checks, of the subject and of the reference
 * @param subject label of what is compared
 * @param reference label of keepalived
 */
record CheckTable(List<Round> rounds, List<List<Cost>> costs, String subject, String reference) {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    /** A product that runs fewer than these of its checks comes too late with them. */
    private static final double KEPT_UP = 0.95;

    CheckTable {
        rounds = List.copyOf(rounds);
        costs = List.copyOf(costs);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "| | %s | %s | ratio |%n|---|---|---|---|%n", subject, reference));
        for (int wanted :
                rounds.stream().map(Round::wantedMilliseconds).distinct().toList()) {
            for (Checks.Kind kind : Checks.Kind.values()) {
                gapRow(text, wanted, kind);
            }
        }
        costs.forEach(pair -> costRows(text, pair.getFirst(), pair.getLast()));
        return text.toString();
    }

    private void gapRow(StringBuilder text, int wanted, Checks.Kind kind) {
        List<Round> left = of(wanted, kind, subject);
        List<Round> right = of(wanted, kind, reference);
        if (left.isEmpty() || right.isEmpty()) {
            return;
        }
        Summary leftGap = gap(left);
        Summary rightGap = gap(right);
        text.append(String.format(
                Locale.ROOT,
                "| a server stops, %s check of %d ms, %d failures: until the other node answers, median / worst | %s | %s | %s / %s |%n",
                kind.words(),
                wanted,
                Checks.FALL,
                cell(left, leftGap),
                cell(right, rightGap),
                OutageTable.ratio(leftGap.median(), rightGap.median()),
                OutageTable.ratio(leftGap.worst(), rightGap.worst())));
        text.append(String.format(
                Locale.ROOT, "| probes lost in that move, median / worst | %s | %s | – |%n", lost(left), lost(right)));
    }

    private List<Round> of(int wanted, Checks.Kind kind, String label) {
        return rounds.stream()
                .filter(round -> round.wantedMilliseconds() == wanted && round.kind() == kind)
                .filter(round -> round.label().equals(label))
                .toList();
    }

    /** Of those that ended: the others are told in the cell. */
    private static Summary gap(List<Round> rounds) {
        return Summary.of(rounds.stream()
                .filter(round -> round.gapNanos() > 0)
                .map(round -> round.gapNanos() / NANOS_PER_MILLISECOND)
                .toList());
    }

    private static String cell(List<Round> rounds, Summary gap) {
        Round first = rounds.getFirst();
        return String.format(
                Locale.ROOT,
                "%.0f / %.0f ms%s%s",
                gap.median(),
                gap.worst(),
                first.intervalMilliseconds() == first.wantedMilliseconds()
                        ? ""
                        : " (checks every " + first.intervalMilliseconds() + " ms, its fastest)",
                gap.count() == rounds.size() ? "" : " (" + (rounds.size() - gap.count()) + " never)");
    }

    private static String lost(List<Round> rounds) {
        Summary lost = Summary.of(
                rounds.stream().map(round -> (double) round.lostProbes()).toList());
        return String.format(Locale.ROOT, "%.0f / %.0f", lost.median(), lost.worst());
    }

    private void costRows(StringBuilder text, Cost left, Cost right) {
        int wanted = Math.max(left.checks(), right.checks());
        text.append(String.format(
                Locale.ROOT,
                "| %d %s checks of 1 s, CPU | %s | %s | %s |%n",
                wanted,
                left.kind().words(),
                cpu(left, wanted),
                cpu(right, wanted),
                left.checks() == right.checks() ? OutageTable.ratio(left.cpu(), right.cpu()) : "–"));
        text.append(String.format(
                Locale.ROOT,
                "| CPU for each of these checks | %.2f ms | %.2f ms | %s |%n",
                left.cpuForEach(),
                right.cpuForEach(),
                OutageTable.ratio(left.cpuForEach(), right.cpuForEach())));
        text.append(String.format(
                Locale.ROOT, "| resident memory with them | %s | %s | – |%n", memory(left), memory(right)));
    }

    private static String cpu(Cost cost, int wanted) {
        return String.format(Locale.ROOT, "%.0f ms a second", cost.cpu())
                + (cost.checks() == wanted ? "" : ", for the " + cost.checks() + " that take half of the cores")
                + (cost.perSecond() >= KEPT_UP * cost.checks()
                        ? ""
                        : String.format(Locale.ROOT, ", of which %.0f are run", cost.perSecond()));
    }

    private static String memory(Cost cost) {
        return String.format(Locale.ROOT, "%.0f MiB", cost.residentMiB())
                + (cost.programs() < 0.5 ? "" : String.format(Locale.ROOT, " and %.0f programs", cost.programs()));
    }
}
