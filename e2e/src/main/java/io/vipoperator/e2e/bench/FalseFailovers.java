package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.AdvertisementWatch.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how often an address moves without a fault while all cores are busy.
 *
 * <p>Both sides run at the same time, so that a stall of the machine hits both. What counts is what is on the wire: a Backup that
 * advertises has taken over, whatever its program says.
 */
final class FalseFailovers {
    private static final int FIRST_VIRTUAL_ROUTER_ID = 61;
    private static final Duration CAPTURE_STARTS = Duration.ofSeconds(10);

    private final Path folder;
    private final Prober idleProber;

    /**
     * One side at one interval.
     *
     * @param takeovers of the Backup, each of them false
     * @param longestStallNanos of the machine meanwhile
     * @param stalls longer than 5 ms meanwhile
     */
    record Count(String label, int intervalMilliseconds, long takeovers, int stalls, long longestStallNanos) {}

    FalseFailovers(Path folder, Prober idleProber) {
        this.folder = folder;
        this.idleProber = idleProber;
    }

    List<Count> measure(List<Speaker.Kind> kinds, int intervalMilliseconds, int seconds) {
        List<Pair> pairs = new ArrayList<>();
        Path capture = folder.resolve("busy-" + intervalMilliseconds + "ms.advertisements");
        try {
            Map<Integer, String> labels = new HashMap<>();
            for (Speaker.Kind kind : kinds) {
                int virtualRouterID = FIRST_VIRTUAL_ROUTER_ID + pairs.size();
                labels.put(virtualRouterID, kind.label());
                RouterSetup setup =
                        new RouterSetup(1, virtualRouterID, RouterSetup.BACKUP_PRIORITY, intervalMilliseconds);
                pairs.add(Pair.start(kind, setup));
                awaitActive(pairs.getLast(), virtualRouterID);
            }
            Stalls stalls = busyTime(capture, seconds);
            Map<Integer, Long> takeovers = takeovers(Files.readAllLines(capture));
            return labels.entrySet().stream()
                    .map(entry -> new Count(
                            entry.getValue(),
                            intervalMilliseconds,
                            takeovers.getOrDefault(entry.getKey(), 0L),
                            stalls.list().size(),
                            stalls.longestNanos()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + capture, e);
        } finally {
            pairs.forEach(Pair::close);
        }
    }

    private static void awaitActive(Pair pair, int virtualRouterID) {
        try (Prober prober = new Prober("busy", RouterSetup.address(virtualRouterID))) {
            pair.awaitOneActive(prober);
        }
    }

    private Stalls busyTime(Path capture, int seconds) {
        Process tcpdump = Segment.startCapture(ProcessBuilder.Redirect.to(capture.toFile()));
        try {
            if (!Wait.until(CAPTURE_STARTS, () -> hasLines(capture))) {
                throw new IllegalStateException("tcpdump shows no advertisement: see " + capture);
            }
            long fromNanos = System.nanoTime();
            try (BusyCores cores = new BusyCores()) {
                cores.start();
                Wait.during(Duration.ofSeconds(seconds));
            }
            return Stalls.of(idleProber.since(fromNanos));
        } finally {
            Command.kill(tcpdump);
        }
    }

    private static boolean hasLines(Path capture) {
        try {
            return Files.readString(capture).contains("VRRPv3");
        } catch (IOException e) {
            return false;
        }
    }

    /** By VRID, how often host two began to advertise after another host had. */
    static Map<Integer, Long> takeovers(List<String> capture) {
        Map<Integer, String> speaking = new HashMap<>();
        Map<Integer, Long> takeovers = new HashMap<>();
        for (String line : capture) {
            Seen seen = Seen.of(line, 0);
            if (seen == null) {
                continue;
            }
            String before = speaking.put(seen.virtualRouterID(), seen.source());
            boolean changed = before != null && !before.equals(seen.source());
            if (changed && seen.source().equals(Segment.TWO.address())) {
                takeovers.merge(seen.virtualRouterID(), 1L, Long::sum);
            }
        }
        return takeovers;
    }
}
