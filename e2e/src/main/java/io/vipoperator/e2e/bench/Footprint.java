package io.vipoperator.e2e.bench;

import java.time.Duration;

/** Measures CPU time and memory of a pair at rest: one Active, one Backup, nothing moves. */
final class Footprint {
    private static final int FIRST_VIRTUAL_ROUTER_ID = 1;
    private static final int INTERVAL_MILLISECONDS = 100;

    /** Past the announcements of the takeover and their repetition, and past the first compilations of a JVM. */
    private static final Duration COMES_TO_REST = Duration.ofSeconds(12);

    private static final Duration CAPTURE_STARTS = Duration.ofSeconds(10);
    private static final Duration COUNTED = Duration.ofSeconds(3);

    /**
     * One side with a number of virtual routers.
     *
     * @param label of the product
     * @param activeCpu milliseconds of CPU time a second, on the host that advertises
     * @param backupCpu as well, on the host that listens
     * @param activeResidentMiB resident memory, summed over its processes
     * @param backupResidentMiB as well, on the host that listens
     * @param advertisements a second on the wire
     * @param scheduling of its threads
     */
    record Use(
            String label,
            int routers,
            double activeCpu,
            double backupCpu,
            double activeResidentMiB,
            double backupResidentMiB,
            double advertisements,
            String scheduling) {}

    private Footprint() {}

    /** Counted after the CPU time, for a capture costs some itself. */
    private static double advertisementsPerSecond() {
        try (AdvertisementWatch watch = new AdvertisementWatch()) {
            Wait.until(CAPTURE_STARTS, () -> watch.count() > 0);
            long before = watch.count();
            long begin = System.nanoTime();
            Wait.during(COUNTED);
            return (watch.count() - before) * 1e9 / (System.nanoTime() - begin);
        }
    }

    static Use measure(Speaker.Kind kind, int routers, int seconds) {
        RouterSetup setup = RouterSetup.of(routers, FIRST_VIRTUAL_ROUTER_ID, INTERVAL_MILLISECONDS);
        try (Pair pair = Pair.start(kind, setup)) {
            try (Prober prober = new Prober("rest", RouterSetup.address(routers))) {
                pair.awaitOneActive(prober);
            }
            Wait.during(COMES_TO_REST);
            long begin = System.nanoTime();
            double active = Usage.cpuMilliseconds(pair.one().pids());
            double backup = Usage.cpuMilliseconds(pair.two().pids());
            Wait.during(Duration.ofSeconds(seconds));
            double passed = (System.nanoTime() - begin) / 1e9;
            double activeUsed = Usage.cpuMilliseconds(pair.one().pids()) - active;
            double backupUsed = Usage.cpuMilliseconds(pair.two().pids()) - backup;
            return new Use(
                    kind.label(),
                    routers,
                    activeUsed / passed,
                    backupUsed / passed,
                    Usage.residentMiB(pair.one().pids()),
                    Usage.residentMiB(pair.two().pids()),
                    advertisementsPerSecond(),
                    Usage.scheduling(pair.one().pids()));
        }
    }
}
