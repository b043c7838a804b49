package io.vipoperator.e2e.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures CPU time and memory of many checks on one host: all of them healthy, nothing moves. */
final class CheckCost {
    static final int INTERVAL_MILLISECONDS = 1_000;

    private static final int VIRTUAL_ROUTER_ID = 53;

    /** Past the announcements of the takeover and their repetition, and past the first compilations of a JVM. */
    private static final Duration COMES_TO_REST = Duration.ofSeconds(15);

    /** How often the programs are counted that checks start. */
    private static final Duration COUNTED_EVERY = Duration.ofMillis(100);

    /** Enough to see what one costs. */
    private static final int FEW = 50;

    /** Of all cores that checks may take: 500 programs a second that a machine has no time for leave it none for anything else. */
    private static final double MOST_OF_THE_CORES = 0.5;

    /**
     * One product with a number of checks.
     *
     * @param label of the product
     * @param cpu milliseconds of CPU time a second, of all its processes and those that they start
     * @param residentMiB resident memory of the processes that last
     * @param perSecond checks that the server has seen a second
     * @param programs that ran at a time, beside the processes that last
     */
    record Cost(
            String label,
            Checks.Kind kind,
            int checks,
            double cpu,
            double residentMiB,
            double perSecond,
            double programs) {
        double cpuForEach() {
            return cpu / perSecond;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "  %4d %-4s checks  %-12s CPU %7.1f ms/s, %6.2f ms for each check   memory %6.1f MiB   %6.1f checks/s%s",
                    checks,
                    kind.words(),
                    label,
                    cpu,
                    cpuForEach(),
                    residentMiB,
                    perSecond,
                    programs < 0.5 ? "" : String.format(Locale.ROOT, ", %.0f programs at a time", programs));
        }
    }

    private CheckCost() {}

    /**
     * So many checks, or as many as the machine bears: a few tell how many that are.
     *
     * @param checks how many are wanted
     */
    static Cost measure(Speaker.Kind speakers, Checks.Kind kind, int checks, int seconds, Path folder) {
        Cost few = measureAll(speakers, kind, Math.min(checks, FEW), seconds, folder);
        int most = borne(few, Runtime.getRuntime().availableProcessors());
        return Math.min(checks, most) <= few.checks()
                ? few
                : measureAll(speakers, kind, Math.min(checks, most), seconds, folder);
    }

    /** How many checks of that cost so many cores bear: a round number. */
    static int borne(Cost few, int cores) {
        double most = MOST_OF_THE_CORES * cores * INTERVAL_MILLISECONDS / few.cpuForEach();
        return (int) most / 10 * 10;
    }

    private static Cost measureAll(Speaker.Kind speakers, Checks.Kind kind, int checks, int seconds, Path folder) {
        RouterSetup setup = RouterSetup.of(1, VIRTUAL_ROUTER_ID, CheckRounds.ADVERTISEMENT_MILLISECONDS)
                .withPriority(RouterSetup.ACTIVE_PRIORITY)
                .withChecks(new Checks(checks, kind, INTERVAL_MILLISECONDS));
        Speaker speaker = speakers.on(Segment.ONE, setup);
        try (WebServer server = new WebServer(Segment.ONE, folder)) {
            server.start();
            speaker.start();
            Pair.awaitListening(speaker);
            List<Long> lasting = lasting(speaker);
            long begin = System.nanoTime();
            double cpu = Usage.cpuMillisecondsWithChildren(lasting);
            long accepted = server.accepted();
            double programs = programs(speaker, Set.copyOf(lasting), Duration.ofSeconds(seconds));
            double passed = (System.nanoTime() - begin) / 1e9;
            return new Cost(
                    speakers.label(),
                    kind,
                    checks,
                    (Usage.cpuMillisecondsWithChildren(lasting) - cpu) / passed,
                    Usage.residentMiB(lasting),
                    // The question for the count is no check.
                    (server.accepted() - accepted - 1) / passed,
                    programs);
        } finally {
            speaker.kill();
            Segment.removeVirtualAddresses(1);
        }
    }

    /** Those that are there before the rest and after it. */
    private static List<Long> lasting(Speaker speaker) {
        List<Long> lasting = new ArrayList<>(speaker.pids());
        Wait.during(COMES_TO_REST);
        lasting.retainAll(speaker.pids());
        return lasting;
    }

    private static double programs(Speaker speaker, Set<Long> lasting, Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        long seen = 0;
        long counts = 0;
        while (System.nanoTime() - endNanos < 0) {
            Wait.during(COUNTED_EVERY);
            seen += speaker.pids().stream()
                    .filter(pid -> !lasting.contains(pid))
                    .count();
            counts++;
        }
        return (double) seen / counts;
    }
}
