package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * VRRP speakers with a VRID that this node does not run: the 64 heard last, until they have been silent for minutes. Whoever
 * floods the segment can push entries out, but never fill the memory nor the reports. The loop's thread only.
 */
final class ForeignRouters {
    private static final int MOST = 64;
    private static final long REPORTED_ANEW_NANOS = 60_000_000_000L;
    /** The longest interval is 41 s, and an entry may be a minute behind. */
    private static final long SILENT_NANOS = 240_000_000_000L;

    private record Speaker(String interfaceName, Family family, int virtualRouterID, IpAddress address) {}

    private final Map<Speaker, Long> lastSeenNanos = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Speaker, Long> eldest) {
            return size() > MOST;
        }
    };

    /** Notes a speaker; true if a report should tell it: it is new, or its entry is a minute old. */
    boolean heard(String interfaceName, Family family, int virtualRouterID, IpAddress address, long nowNanos) {
        Speaker speaker = new Speaker(interfaceName, family, virtualRouterID, address);
        Long reported = lastSeenNanos.get(speaker);
        if (reported != null && nowNanos - reported < REPORTED_ANEW_NANOS) {
            return false;
        }
        lastSeenNanos.put(speaker, nowNanos);
        return true;
    }

    /** Forgets who is gone; true if that changes the report. */
    boolean forgetSilent(long nowNanos) {
        return lastSeenNanos.values().removeIf(lastSeen -> nowNanos - lastSeen >= SILENT_NANOS);
    }

    /** This node runs the VRID itself from now on. */
    void forget(String interfaceName, Family family, int virtualRouterID) {
        lastSeenNanos
                .keySet()
                .removeIf(speaker -> speaker.virtualRouterID() == virtualRouterID
                        && speaker.family() == family
                        && speaker.interfaceName().equals(interfaceName));
    }

    List<ForeignRouterReport> report() {
        return lastSeenNanos.entrySet().stream()
                .map(entry -> new ForeignRouterReport(
                        entry.getKey().interfaceName(),
                        entry.getKey().family(),
                        entry.getKey().virtualRouterID(),
                        entry.getKey().address(),
                        entry.getValue()))
                .toList();
    }
}
