package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.CheckCost.Cost;
import io.vipoperator.e2e.bench.CheckRounds.Round;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part about health checks. Sequence and words only. */
final class CheckParts {
    private static final String CSV_HEADER =
            "product,check,wanted_interval_ms,interval_ms,gap_ms,lost_probes,longest_stall_ms";

    private final Settings settings;
    private final Results results;
    private final Speaker.Kind subject;
    private final Speaker.Kind reference;
    private final Path work;

    CheckParts(Settings settings, Results results, Speaker.Kind subject, Speaker.Kind reference, Path work) {
        this.settings = settings;
        this.results = results;
        this.subject = subject;
        this.reference = reference;
        this.work = work;
    }

    void measure(Prober idleProber) {
        List<Round> rounds = gaps(idleProber);
        List<List<Cost>> costs = costs();
        results.report("\nFor the README\n");
        results.report(new CheckTable(rounds, costs, subject.label(), reference.label()).text());
    }

    private List<Round> gaps(Prober idleProber) {
        results.report(String.format(
                Locale.ROOT,
                "%nA server stops beside the Active, at %d ms between advertisements; %d failures in a row count. From the stop until"
                        + " the other host answers a client that asks every millisecond; * marks a stall of the machine meanwhile."
                        + "%n(keepalived checks by script, curl for http and bash for tcp, every whole second at the fastest; its"
                        + " TCP_CHECK belongs to IPVS and moves no address by itself.)%n",
                CheckRounds.ADVERTISEMENT_MILLISECONDS,
                Checks.FALL));
        results.write("checks.csv", CSV_HEADER + "\n");
        List<Round> rounds = new ArrayList<>();
        new CheckRounds(idleProber, work).run(List.of(subject, reference), settings, round -> {
            rounds.add(round);
            results.append("checks.csv", csv(round));
            results.report(text(round));
        });
        return rounds;
    }

    private static String text(Round round) {
        return String.format(
                Locale.ROOT,
                "  %-12s %-4s every %4d ms  %8.1f ms, %4d probes lost%s%s",
                round.label(),
                round.kind().words(),
                round.intervalMilliseconds(),
                round.gapNanos() / 1e6,
                round.lostProbes(),
                round.gapNanos() == 0 ? ": nobody took over" : "",
                round.longestStallNanos() == 0
                        ? ""
                        : String.format(Locale.ROOT, "  * %.0f ms", round.longestStallNanos() / 1e6));
    }

    private static String csv(Round round) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%.3f,%d,%.3f",
                round.label(),
                round.kind().words(),
                round.wantedMilliseconds(),
                round.intervalMilliseconds(),
                round.gapNanos() / 1e6,
                round.lostProbes(),
                round.longestStallNanos() / 1e6);
    }

    /** For each kind and number of checks, of the subject and of the reference. */
    private List<List<Cost>> costs() {
        results.report(
                "\nChecks of a server on the same host every second, one router at 100 ms; memory without programs that"
                        + " checks start. Where the machine does not bear them all, as many as take half of its cores.\n");
        List<List<Cost>> costs = new ArrayList<>();
        for (int checks : settings.checks()) {
            for (Checks.Kind kind : Checks.Kind.values()) {
                costs.add(List.of(cost(subject, kind, checks), cost(reference, kind, checks)));
            }
        }
        return costs;
    }

    private Cost cost(Speaker.Kind speaker, Checks.Kind kind, int checks) {
        Cost cost = CheckCost.measure(speaker, kind, checks, settings.footprintSeconds(), work);
        results.report(cost.text());
        return cost;
    }
}
