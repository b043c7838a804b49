package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * What has been said about the senders of one router, so that it isn't said with every packet: once for each sender and reason,
 * and again every ten seconds while it goes on if it may keep two routers Active. Anew after each change of state. The loop's
 * thread only.
 */
final class Complaints {
    /** Forged sources must neither fill the memory nor the reports. */
    private static final int MOST = 16;

    private static final long AGAIN_NANOS = 10_000_000_000L;

    private record Complaint(IncidentReason reason, IpAddress source) {}

    private final Map<Complaint, Long> saidNanos = new HashMap<>();
    private long stateSinceNanos;

    /**
     * Whether this is to be said now; then it counts as said.
     *
     * @param stateSinceNanos when the router entered its state
     */
    boolean isDue(IncidentReason reason, IpAddress source, long stateSinceNanos, long nowNanos) {
        if (stateSinceNanos != this.stateSinceNanos) {
            this.stateSinceNanos = stateSinceNanos;
            saidNanos.clear();
        }
        Complaint complaint = new Complaint(reason, source);
        Long before = saidNanos.get(complaint);
        boolean due = before == null
                ? saidNanos.size() < MOST
                : reason.lastsWhileRefused() && nowNanos - before >= AGAIN_NANOS;
        if (due) {
            saidNanos.put(complaint, nowNanos);
        }
        return due;
    }
}
