package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.Adding.Added;
import io.vipoperator.e2e.bench.ManyRouters.Held;
import io.vipoperator.e2e.bench.Takeovers.Takeover;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts about numbers: of routers, of addresses, and what others do beside them. Sequence and words only. */
final class MoreParts {
    private static final int MOST_ROUTERS_PER_NIC = 250;

    /** What systems that follow every address have to follow. */
    private static final int HELD_BESIDE_DAEMONS = 255;

    private final Settings settings;
    private final Results results;
    private final Speaker.Kind subject;
    private final Speaker.Kind reference;
    private final Path work;

    MoreParts(Settings settings, Results results, Speaker.Kind subject, Speaker.Kind reference, Path work) {
        this.settings = settings;
        this.results = results;
        this.subject = subject;
        this.reference = reference;
        this.work = work;
    }

    void scale(Segment segment, Prober idleProber) {
        results.report("\nAfter a host crash at 100 ms: until the first and the last of all addresses is answered;"
                + " * marks a stall of the machine meanwhile\n");
        Takeovers takeovers = new Takeovers(segment, idleProber);
        for (int routers : settings.scaleRouters()) {
            crashes(takeovers, routers, 1);
        }
        int most = MOST_ROUTERS_PER_NIC * Segment.MOST_NICS;
        results.report("\n" + most + " routers at 100 ms: does any Backup take over without a fault?\n");
        ManyRouters many = new ManyRouters(segment, work, idleProber);
        List<Held> held = new ArrayList<>();
        for (Speaker.Kind kind : List.of(subject, reference)) {
            held.add(many.measure(kind, MOST_ROUTERS_PER_NIC, Segment.MOST_NICS, settings.holdSeconds()));
            results.report(held.getLast().text());
        }
        results.report(String.format(
                Locale.ROOT,
                "  CPU of %s is %s / %s times that of %s",
                subject.label(),
                OutageTable.ratio(held.getFirst().activeCpu(), held.getLast().activeCpu()),
                OutageTable.ratio(held.getFirst().backupCpu(), held.getLast().backupCpu()),
                reference.label()));
    }

    void addresses(Segment segment, Prober idleProber) {
        results.report("\nThe same with one router of many addresses\n");
        Takeovers takeovers = new Takeovers(segment, idleProber);
        for (int addresses : settings.addresses()) {
            crashes(takeovers, 1, addresses);
        }
    }

    private void crashes(Takeovers takeovers, int routers, int addresses) {
        List<Double> left = new ArrayList<>();
        List<Double> right = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            crash(takeovers, subject, routers, addresses, left);
            crash(takeovers, reference, routers, addresses, right);
        }
        Summary agent = Summary.of(left);
        Summary other = Summary.of(right);
        results.report(String.format(
                Locale.ROOT,
                "  %3d routers of %3d addresses, until the last one answers, median / worst: %s %.1f / %.1f, %s %.1f / %.1f ms; ratio %s / %s",
                routers,
                addresses,
                subject.label(),
                agent.median(),
                agent.worst(),
                reference.label(),
                other.median(),
                other.worst(),
                OutageTable.ratio(agent.median(), other.median()),
                OutageTable.ratio(agent.worst(), other.worst())));
    }

    private void crash(
            Takeovers takeovers, Speaker.Kind kind, int routers, int addresses, List<Double> lastMilliseconds) {
        Takeover takeover = takeovers.measure(kind, routers, addresses);
        results.report(takeover.text());
        lastMilliseconds.add(takeover.answers().lastNanos() / 1e6);
    }

    void adding(Prober idleProber) {
        results.report("\nOne router is added to " + settings.besideRouters() + " that run at 100 ms\n");
        Adding adding = new Adding(work, idleProber);
        List<Added> added = new ArrayList<>();
        for (Speaker.Kind kind : List.of(subject, reference)) {
            added.add(adding.measure(kind, settings.besideRouters()));
            results.report(added.getLast().text());
        }
        results.report(String.format(
                Locale.ROOT,
                "  time until the new one answers, %s / %s: %s",
                subject.label(),
                reference.label(),
                OutageTable.ratio((double) added.getFirst().runsNanos(), (double)
                        added.getLast().runsNanos())));
    }

    void daemons() {
        results.report("\nCPU of other daemons beside a speaker that is Active for " + HELD_BESIDE_DAEMONS
                + " routers: the agent renews lifetimes every second\n");
        for (AddressDaemon daemon : AddressDaemon.values()) {
            Optional<String> obstacle = daemon.obstacle();
            if (obstacle.isPresent()) {
                results.report("  " + daemon.label() + " is left out: " + obstacle.get());
                continue;
            }
            for (Speaker.Kind kind : List.of(subject, reference)) {
                try {
                    results.report(daemon.measure(kind, HELD_BESIDE_DAEMONS, settings.footprintSeconds(), work)
                            .text());
                } catch (IllegalStateException e) {
                    results.report("  " + daemon.label() + " beside " + kind.label() + " could not be measured: "
                            + e.getMessage());
                }
            }
        }
    }
}
