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
 * Counts how often an address moves without a fault, at rest or while all cores are busy.
 *
 * <p>Both sides run at the same time with routers of all intervals, so that a stall of the machine hits them all. What counts is what is
 * on the wire: a Backup that advertises has taken over, whatever its program says.
 */
final class FalseFailovers {
    private static final int FIRST_VIRTUAL_ROUTER_ID = 61;
    private static final Duration CAPTURE_STARTS = Duration.ofSeconds(10);

    private final Path folder;
    private final Prober idleProber;

    /**
     * Under what the Backups must keep still.
     *
     * @param busy whether a loop runs on each core
     * @param realTime whether the speakers may have real-time priority
     */
    record Conditions(boolean busy, boolean realTime) {
        String words() {
            return (busy ? "busy cores, " : "idle, ") + (realTime ? "real-time priority" : "ordinary priority");
        }

        private String file() {
            return (busy ? "busy" : "idle") + (realTime ? "-rt" : "") + ".advertisements";
        }
    }

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

    List<Count> measure(
            List<Speaker.Kind> kinds, List<Integer> intervalsMilliseconds, Conditions conditions, int seconds) {
        List<Pair> pairs = new ArrayList<>();
        Path capture = folder.resolve(conditions.file());
        try {
            for (Speaker.Kind kind : kinds) {
                int first = FIRST_VIRTUAL_ROUTER_ID + (pairs.size() * intervalsMilliseconds.size());
                RouterSetup setup = RouterSetup.of(
                                intervalsMilliseconds.size(), first, intervalsMilliseconds.getFirst())
                        .withIntervals(intervalsMilliseconds)
                        .withRealTime(conditions.realTime());
                pairs.add(Pair.start(kind, setup));
                awaitActive(pairs.getLast(), first);
            }
            Stalls stalls = capturedTime(capture, seconds, conditions.busy());
            Map<Integer, Long> takeovers = takeovers(Files.readAllLines(capture));
            List<Count> counts = new ArrayList<>();
            for (int place = 0; place < intervalsMilliseconds.size(); place++) {
                for (int side = 0; side < kinds.size(); side++) {
                    int virtualRouterID = FIRST_VIRTUAL_ROUTER_ID + (side * intervalsMilliseconds.size()) + place;
                    counts.add(new Count(
                            kinds.get(side).label(),
                            intervalsMilliseconds.get(place),
                            takeovers.getOrDefault(virtualRouterID, 0L),
                            stalls.list().size(),
                            stalls.longestNanos()));
                }
            }
            return counts;
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

    private Stalls capturedTime(Path capture, int seconds, boolean busy) {
        Process tcpdump = Segment.startCapture(ProcessBuilder.Redirect.to(capture.toFile()));
        try {
            if (!Wait.until(CAPTURE_STARTS, () -> hasLines(capture))) {
                throw new IllegalStateException("tcpdump shows no advertisement: see " + capture);
            }
            long fromNanos = System.nanoTime();
            try (BusyCores cores = new BusyCores()) {
                if (busy) {
                    cores.start();
                }
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
