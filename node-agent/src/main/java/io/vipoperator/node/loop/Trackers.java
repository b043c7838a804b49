package io.vipoperator.node.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tracked NICs of one router, each behind the same delays as its own NIC's carrier. One that isn't there counts as one
 * that doesn't run. Immutable.
 *
 * @param gates by the NIC's name
 */
record Trackers(Map<String, CarrierGate> gates) {
    static final Trackers NONE = new Trackers(Map.of());

    /** After the kernel told of the NICs, or the setup tracks others. */
    Trackers seen(
            List<TrackedInterface> tracked, List<NetworkInterface> interfaces, long intervalNanos, long nowNanos) {
        if (tracked.isEmpty()) {
            return NONE;
        }
        Map<String, CarrierGate> next = new LinkedHashMap<>();
        for (TrackedInterface one : tracked) {
            boolean running = interfaces.stream().anyMatch(nic -> nic.name().equals(one.name()) && nic.running());
            CarrierGate before = gates.get(one.name());
            next.put(
                    one.name(),
                    before == null ? CarrierGate.first(running) : before.seen(running, intervalNanos, nowNanos));
        }
        return new Trackers(next);
    }

    /** After time has passed. */
    Trackers at(long nowNanos) {
        Map<String, CarrierGate> next = new LinkedHashMap<>();
        gates.forEach((name, gate) -> next.put(name, gate.at(nowNanos)));
        return new Trackers(next);
    }

    /** When a loss or a return counts; {@link Long#MAX_VALUE} = nothing is pending. */
    long changeAtNanos() {
        long next = Long.MAX_VALUE;
        for (CarrierGate gate : gates.values()) {
            next = Math.min(next, gate.changeAtNanos());
        }
        return next;
    }

    boolean lost(TrackedInterface tracked) {
        CarrierGate gate = gates.get(tracked.name());
        return gate != null && !gate.up();
    }

    List<CheckResult> results(List<TrackedInterface> tracked) {
        List<CheckResult> results = new ArrayList<>(tracked.size());
        for (TrackedInterface one : tracked) {
            results.add(new CheckResult(one.effect(), lost(one)));
        }
        return results;
    }
}
