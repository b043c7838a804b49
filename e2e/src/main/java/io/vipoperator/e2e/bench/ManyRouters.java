package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.AdvertisementWatch.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Holds many routers on several NICs for a while: whether any Backup takes over without a fault. */
final class ManyRouters {
    private static final int FIRST_VIRTUAL_ROUTER_ID = 1;
    private static final int INTERVAL_MILLISECONDS = 100;
    private static final Duration COMES_TO_REST = Duration.ofSeconds(10);

    private final Segment segment;
    private final Path folder;
    private final Prober idleProber;

    /**
     * One product.
     *
     * @param nics over which the routers are spread
     * @param seconds that they were held
     * @param takenOver routers whose Backup spoke meanwhile
     * @param activeCpu milliseconds of CPU time a second, on the host that advertises
     * @param backupCpu as well, on the host that listens
     */
    record Held(
            String label,
            int routers,
            int nics,
            int seconds,
            int takenOver,
            double activeCpu,
            double backupCpu,
            long longestStallNanos) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "  %-12s %4d routers on %d NICs, %d s: %d taken over without a fault   CPU %6.1f / %6.1f ms/s   "
                            + "(longest stall of the machine %.0f ms)",
                    label,
                    routers,
                    nics,
                    seconds,
                    takenOver,
                    activeCpu,
                    backupCpu,
                    longestStallNanos / 1e6);
        }
    }

    ManyRouters(Segment segment, Path folder, Prober idleProber) {
        this.segment = segment;
        this.folder = folder;
        this.idleProber = idleProber;
    }

    Held measure(Speaker.Kind kind, int routersPerNic, int nics, int seconds) {
        segment.provideNics(nics);
        RouterSetup setup = RouterSetup.of(routersPerNic, FIRST_VIRTUAL_ROUTER_ID, INTERVAL_MILLISECONDS)
                .withNics(nics);
        List<Process> captures = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        try (Pair pair = Pair.startPreferredFirst(kind, setup)) {
            Wait.during(COMES_TO_REST);
            for (int nic = 0; nic < nics; nic++) {
                // The Backup's alone: as long as it rightly keeps silent, the capture costs nothing.
                Path file = folder.resolve("many-" + kind.label() + "-" + Segment.nic(nic) + ".advertisements");
                files.add(file);
                captures.add(Segment.startCapture(
                        nic,
                        ProcessBuilder.Redirect.to(file.toFile()),
                        "ip proto 112 and src host " + Segment.network(nic) + ".0." + Segment.TWO.number()));
            }
            long fromNanos = System.nanoTime();
            double active = Usage.cpuMilliseconds(pair.one().pids());
            double backup = Usage.cpuMilliseconds(pair.two().pids());
            Wait.during(Duration.ofSeconds(seconds));
            double passed = (System.nanoTime() - fromNanos) / 1e9;
            return new Held(
                    kind.label(),
                    routersPerNic * nics,
                    nics,
                    seconds,
                    takenOver(files),
                    (Usage.cpuMilliseconds(pair.one().pids()) - active) / passed,
                    (Usage.cpuMilliseconds(pair.two().pids()) - backup) / passed,
                    Stalls.of(idleProber.since(fromNanos)).longestNanos());
        } finally {
            captures.forEach(Command::kill);
        }
    }

    private static int takenOver(List<Path> captures) {
        int routers = 0;
        for (Path capture : captures) {
            try {
                routers += speakers(Files.readAllLines(capture)).size();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + capture, e);
            }
        }
        return routers;
    }

    /** The VRIDs of the advertisements among the lines. */
    static Set<Integer> speakers(List<String> capture) {
        Set<Integer> all = new HashSet<>();
        for (String line : capture) {
            Seen seen = Seen.of(line, 0);
            if (seen != null) {
                all.add(seen.virtualRouterID());
            }
        }
        return all;
    }
}
