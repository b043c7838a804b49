package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.FalseFailovers.Count;
import io.vipoperator.e2e.bench.Footprint.Use;
import io.vipoperator.e2e.bench.OutageRounds.Round;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The benchmark: sequence only. Started by {@code e2e/bench} in the client's network namespace. */
public final class Bench {
    /** Of SCHED_RR: what the agent asks for by itself, and so what keepalived is given. The footprint shows what they got. */
    private static final int REAL_TIME_PRIORITY = 10;

    private static final Duration ECHO_ANSWERS = Duration.ofSeconds(20);

    private final Settings settings;
    private final Results results;
    private final Speaker.Kind subject;
    private final Speaker.Kind reference;
    private final List<Speaker.Kind> withFrr;
    private final Path work;
    private boolean failed;

    private Bench(Settings settings, Results results, Path work, List<String> agentCommand) {
        this.settings = settings;
        this.results = results;
        this.work = work;
        reference = new KeepalivedSpeaker("keepalived", work, REAL_TIME_PRIORITY);
        subject = settings.subject().equals(Settings.AGENT)
                ? new AgentSpeaker("agent", work, agentCommand)
                : new KeepalivedSpeaker("keepalived-2", work, REAL_TIME_PRIORITY);
        withFrr = new ArrayList<>(List.of(subject, reference));
        if (settings.withFrr() && FrrSpeaker.isInstalled()) {
            withFrr.add(new FrrSpeaker("FRR", work));
        }
    }

    /**
     * Measures what the environment asks for.
     *
     * @param arguments folder for results, folder for logs and configurations, and the agent's command without its arguments
     */
    public static void main(String[] arguments) {
        Settings settings = Settings.from(System.getenv());
        RealTime.raiseCurrentThread();
        Path work = Path.of(arguments[1]);
        List<String> agentCommand = List.of(arguments).subList(2, arguments.length);
        Bench bench = new Bench(settings, Results.in(Path.of(arguments[0])), work, agentCommand);
        bench.run();
        if (bench.failed) {
            System.exit(1);
        }
    }

    private void run() {
        results.report(Setting.describe(settings, subject, reference));
        if (settings.withFrr() && !FrrSpeaker.isInstalled()) {
            results.report("FRR is left out: zebra or vrrpd is not in /usr/lib/frr.");
        }
        try (Segment segment = new Segment()) {
            List<Process> echoes = new ArrayList<>();
            try {
                for (Host host : List.of(Segment.IDLE, Segment.ONE, Segment.TWO)) {
                    echoes.add(startEcho(
                            host, work.resolve("echo-" + host.name() + ".log").toFile()));
                }
                try (Prober idleProber = new Prober("idle", Segment.IDLE.address())) {
                    if (!Wait.until(ECHO_ANSWERS, () -> idleProber.isAnsweredBy(Segment.IDLE))) {
                        throw new IllegalStateException("no answer from host idle: see " + work);
                    }
                    measure(segment, idleProber);
                }
            } finally {
                echoes.forEach(Command::kill);
            }
        }
        results.report("All of it is in " + results.folder() + ".");
    }

    private static Process startEcho(Host host, File log) {
        List<String> command = new ArrayList<>(RealTime.prefix());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Echo.class.getName(),
                Integer.toString(host.number())));
        return Command.start(host, ProcessBuilder.Redirect.appendTo(log), command);
    }

    private void measure(Segment segment, Prober idleProber) {
        part(Settings.OUTAGE, () -> outages(segment, idleProber));
        part(Settings.FAILOVERS, () -> falseFailovers(idleProber));
        part(Settings.FOOTPRINT, this::footprint);
        var more = new MoreParts(settings, results, subject, reference, work);
        part(Settings.SCALE, () -> more.scale(segment, idleProber));
        part(Settings.ADDRESSES, () -> more.addresses(segment, idleProber));
        part(Settings.ADDING, () -> more.adding(idleProber));
        part(Settings.DAEMONS, more::daemons);
        var checks = new CheckParts(settings, results, subject, reference, work);
        part(Settings.CHECKS, () -> checks.measure(idleProber));
    }

    /** What keeps one part from its end is told, and the others are measured all the same. */
    private void part(String name, Runnable measurement) {
        if (!settings.wants(name)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            measurement.run();
        } catch (IllegalStateException e) {
            failed = true;
            results.report("  " + name + " was NOT measured to its end: " + e.getMessage());
        }
        System.out.printf(Locale.ROOT, "  (%s took %.0f s)%n", name, (System.nanoTime() - begin) / 1e9);
    }

    private void outages(Segment segment, Prober idleProber) {
        results.report(
                "\nOutage seen by a client that asks every millisecond; * marks a stall of the machine meanwhile\n");
        results.write("outages.csv", OutageTable.CSV_HEADER + "\n");
        List<Round> rounds = new ArrayList<>();
        new OutageRounds(segment, idleProber, settings.faults()).run(withFrr, settings, round -> {
            rounds.add(round);
            results.append("outages.csv", OutageTable.csv(round));
            System.out.printf(
                    Locale.ROOT,
                    "  %-12s %5d ms  %-13s %9.1f ms, %4d probes lost%s%s%n",
                    round.label(),
                    round.intervalMilliseconds(),
                    round.fault().words(),
                    OutageTable.milliseconds(round),
                    round.outage().lostProbes(),
                    round.outage().isOver() ? "" : " and more: nobody took over",
                    OutageTable.isUndisturbed(round)
                            ? ""
                            : String.format(Locale.ROOT, "  * %.0f ms", round.longestStallNanos() / 1e6));
        });
        results.report(
                "\nOutage in milliseconds; 'undisturbed' is the worst of the rounds without a stall of the machine (their number / all)\n");
        table(rounds, round -> round.outage().nanos());
        results.report("\nFrom the holder's last advertisement until the client was served, in milliseconds\n");
        table(rounds, Round::takeoverNanos);
        if (withFrr.size() > 2) {
            results.report(
                    "\n(FRR's Backup has address and MAC on a macvlan that this kernel leaves open though protodown is on: as soon as"
                            + " the switch forgets the failed port and floods, it answers, before it is Active.)\n");
        }
        List<String> labels = withFrr.stream().map(Speaker.Kind::label).toList();
        results.report("\nProbes lost in planned moves, one sent every millisecond (aim: none)\n");
        results.report(new LostProbes(rounds, labels).text());
        results.write("outages.svg", new OutagePlot(rounds, labels).svg());
    }

    private void table(List<Round> rounds, ToLongFunction<Round> nanos) {
        for (Speaker.Kind kind : withFrr) {
            if (kind != reference) {
                results.report(new OutageTable(rounds, nanos, kind.label(), reference.label()).text());
            }
        }
    }

    private void falseFailovers(Prober idleProber) {
        FalseFailovers failovers = new FalseFailovers(work, idleProber);
        for (boolean busy : List.of(false, true)) {
            for (boolean realTime : List.of(true, false)) {
                var conditions = new FalseFailovers.Conditions(busy, realTime);
                results.report(String.format(
                        Locale.ROOT,
                        "%nFalse failovers in %d s: %s (both sides at the same time)",
                        settings.busySeconds(),
                        conditions.words()));
                for (Count count : failovers.measure(
                        List.of(subject, reference),
                        settings.failoverIntervalsMilliseconds(),
                        conditions,
                        settings.busySeconds())) {
                    results.report(String.format(
                            Locale.ROOT,
                            "  %5d ms  %-12s %4d   (stalls of the machine over 5 ms: %d, longest %.0f ms)",
                            count.intervalMilliseconds(),
                            count.label(),
                            count.takeovers(),
                            count.stalls(),
                            count.longestStallNanos() / 1e6));
                }
            }
        }
    }

    private void footprint() {
        results.report("\nCPU (ms a second) and resident memory (MiB) at 100 ms, at rest: Active / Backup\n");
        for (int routers : settings.footprintRouters()) {
            List<Use> uses = withFrr.stream().map(kind -> use(kind, routers)).toList();
            for (Use use : uses) {
                if (!use.label().equals(reference.label())) {
                    Use right = uses.get(1);
                    results.report(String.format(
                            Locale.ROOT,
                            "  %3d routers: CPU of %s is %s / %s times that of %s",
                            routers,
                            use.label(),
                            OutageTable.ratio(use.activeCpu(), right.activeCpu()),
                            OutageTable.ratio(use.backupCpu(), right.backupCpu()),
                            right.label()));
                }
            }
        }
    }

    private Use use(Speaker.Kind kind, int routers) {
        Use use = Footprint.measure(kind, routers, settings.footprintSeconds());
        results.report(String.format(
                Locale.ROOT,
                "  %3d routers  %-12s CPU %6.1f / %6.1f   memory %5.1f / %5.1f   %4.0f advertisements/s   threads: %s",
                use.routers(),
                use.label(),
                use.activeCpu(),
                use.backupCpu(),
                use.activeResidentMiB(),
                use.backupResidentMiB(),
                use.advertisements(),
                use.scheduling()));
        return use;
    }
}
