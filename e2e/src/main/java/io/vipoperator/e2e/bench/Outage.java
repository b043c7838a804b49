package io.vipoperator.e2e.bench;

import java.util.List;

/**
 * What a client lost in one move of the address.
 *
 * @param nanos from the sending of the first lost probe to that of the first one that the successor answered after it; 0 where none was lost
 * @param lostProbes in all
 * @param isOver whether the successor answered at all
 * @param endNanos when the successor's first answer was asked for; 0 where it never answered
 */
record Outage(long nanos, int lostProbes, boolean isOver, long endNanos) {
    /**
     * Reads an outage off the probes. Probes before the fault do not count, and none after the successor's first answer that
     * followed a loss.
     *
     * @param probes oldest first
     * @param faultNanos when the fault began
     * @param successor number of the host that takes over
     */
    static Outage of(List<Probe> probes, long faultNanos, int successor) {
        long firstLostNanos = 0;
        int lost = 0;
        long answeredNanos = 0;
        for (Probe probe : probes) {
            if (probe.sentNanos() < faultNanos) {
                continue;
            }
            if (!probe.isAnswered()) {
                firstLostNanos = lost == 0 ? probe.sentNanos() : firstLostNanos;
                lost++;
            } else if (probe.answeredBy() == successor) {
                answeredNanos = answeredNanos == 0 ? probe.sentNanos() : answeredNanos;
                if (lost > 0) {
                    return new Outage(probe.sentNanos() - firstLostNanos, lost, true, probe.sentNanos());
                }
            }
        }
        long end = probes.isEmpty() ? 0 : probes.getLast().sentNanos();
        return lost == 0
                ? new Outage(0, 0, answeredNanos != 0, answeredNanos)
                : new Outage(end - firstLostNanos, lost, false, 0);
    }
}
