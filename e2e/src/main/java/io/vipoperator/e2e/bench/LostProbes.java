package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.OutageRounds.Round;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Probes of the client that nobody answered in planned moves, of which there shall be none: a row for each move and interval.
 *
 * @param rounds all that were measured
 * @param labels of the products, from left to right
 */
record LostProbes(List<Round> rounds, List<String> labels) {
    LostProbes {
        rounds = List.copyOf(rounds);
        labels = List.copyOf(labels);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-8s %-13s", "interval", "move"));
        labels.forEach(label -> text.append(String.format(Locale.ROOT, " | %-26s", label)));
        text.append(String.format(Locale.ROOT, "%n%-8s %-13s", "ms", ""));
        labels.forEach(label -> text.append(String.format(Locale.ROOT, " | %-26s", "median worst none lost in")));
        text.append('\n');
        for (int interval :
                rounds.stream().map(Round::intervalMilliseconds).distinct().toList()) {
            for (Fault fault : Fault.values()) {
                if (fault.isPlanned()) {
                    row(text, interval, fault);
                }
            }
        }
        return text.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private void row(StringBuilder text, int interval, Fault fault) {
        List<Round> ofRow = rounds.stream()
                .filter(round -> round.intervalMilliseconds() == interval && round.fault() == fault)
                .toList();
        if (ofRow.isEmpty()) {
            return;
        }
        text.append(String.format(Locale.ROOT, "%-8d %-13s", interval, fault.words()));
        for (String label : labels) {
            List<Double> lost = ofRow.stream()
                    .filter(round -> round.label().equals(label))
                    .map(round -> (double) round.outage().lostProbes())
                    .toList();
            Summary summary = Summary.of(lost);
            text.append(
                    lost.isEmpty()
                            ? String.format(Locale.ROOT, " | %-26s", "-")
                            : String.format(
                                    Locale.ROOT,
                                    " | %-6.0f %-5.0f %-13s",
                                    summary.median(),
                                    summary.worst(),
                                    lost.stream().filter(probes -> probes == 0).count() + "/" + lost.size()));
        }
        text.append('\n');
    }
}
