package io.vipoperator.e2e.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * When the machine itself stood still: seen by a stream of probes to a host that no fault touches.
 *
 * @param list oldest first
 */
record Stalls(List<Stall> list) {
    /** Shorter ones are ordinary scheduling. */
    static final long SHORTEST_NANOS = 5_000_000;

    Stalls {
        list = List.copyOf(list);
    }

    /**
     * A time without progress.
     *
     * @param fromNanos when something was due
     * @param toNanos when it happened
     */
    record Stall(long fromNanos, long toNanos) {
        long nanos() {
            return toNanos - fromNanos;
        }
    }

    /** A probe that was answered late, or that was sent long after the one before it. */
    static Stalls of(List<Probe> probes) {
        List<Stall> stalls = new ArrayList<>();
        long previousNanos = probes.isEmpty() ? 0 : probes.getFirst().sentNanos();
        for (Probe probe : probes) {
            long toNanos = Math.max(probe.sentNanos(), probe.answeredNanos());
            if (toNanos - previousNanos >= SHORTEST_NANOS) {
                add(stalls, new Stall(previousNanos, toNanos));
            }
            previousNanos = probe.sentNanos();
        }
        return new Stalls(stalls);
    }

    private static void add(List<Stall> stalls, Stall stall) {
        if (!stalls.isEmpty() && stalls.getLast().toNanos() >= stall.fromNanos()) {
            Stall last = stalls.removeLast();
            stalls.add(new Stall(last.fromNanos(), Math.max(last.toNanos(), stall.toNanos())));
        } else {
            stalls.add(stall);
        }
    }

    long longestNanos() {
        return list.stream().mapToLong(Stall::nanos).max().orElse(0);
    }

    long totalNanos() {
        return list.stream().mapToLong(Stall::nanos).sum();
    }
}
