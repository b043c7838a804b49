package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.TransitionReason;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What one router has done since it was started. Only the loop's thread counts; any thread reads. */
public final class RouterTally {
    /** The loop's thread only. */
    boolean started;

    private final LongAdder advertisementsSent = new LongAdder();
    private final LongAdder advertisementsReceived = new LongAdder();
    private final LongAdder resignationsSent = new LongAdder();
    private final LongAdder resignationsReceived = new LongAdder();
    private final LongAdder announcementsSent = new LongAdder();
    private final LongAdder addressesLost = new LongAdder();
    private final Map<TransitionReason, LongAdder> becameActive = new ConcurrentHashMap<>();
    private final Map<TransitionReason, LongAdder> leftActive = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> incidents = new ConcurrentHashMap<>();

    /** Packets with its advertisements that the kernel took, resignations included. */
    public long advertisementsSent() {
        return advertisementsSent.sum();
    }

    /** Advertisements that it heeded. */
    public long advertisementsReceived() {
        return advertisementsReceived.sum();
    }

    /** Those sent with priority 0. */
    public long resignationsSent() {
        return resignationsSent.sum();
    }

    /** Those received with priority 0. */
    public long resignationsReceived() {
        return resignationsReceived.sum();
    }

    /** Frames of gratuitous ARP and Neighbor Advertisements for its addresses. */
    public long announcementsSent() {
        return announcementsSent.sum();
    }

    /** Addresses that somebody else or the kernel took off while they were held; each is put back. */
    public long addressesLost() {
        return addressesLost.sum();
    }

    /** How often it became Active for that reason. */
    public long becameActive(TransitionReason reason) {
        return sum(becameActive, reason);
    }

    /** The reasons for which it ever became Active. */
    public Set<TransitionReason> reasonsToBeActive() {
        return Set.copyOf(becameActive.keySet());
    }

    /** How often it ceased to be Active for that reason. */
    public long leftActive(TransitionReason reason) {
        return sum(leftActive, reason);
    }

    /** The reasons for which it ever ceased to be Active. */
    public Set<TransitionReason> reasonsToLeave() {
        return Set.copyOf(leftActive.keySet());
    }

    /** How often that was said of it. */
    public long incidents(String reason) {
        return sum(incidents, reason);
    }

    /** The reasons of all its incidents; they are words of this program, so that there are few. */
    public Set<String> incidentReasons() {
        return Set.copyOf(incidents.keySet());
    }

    void countAdvertisementSent(int priority) {
        advertisementsSent.increment();
        if (priority == 0) {
            resignationsSent.increment();
        }
    }

    void countAdvertisementReceived(int priority) {
        advertisementsReceived.increment();
        if (priority == 0) {
            resignationsReceived.increment();
        }
    }

    void countAnnouncementSent() {
        announcementsSent.increment();
    }

    void countAddressLost() {
        addressesLost.increment();
    }

    void countActive(boolean active, TransitionReason reason) {
        increment(active ? becameActive : leftActive, reason);
    }

    void countIncident(String reason) {
        increment(incidents, reason);
    }

    private static <K> void increment(Map<K, LongAdder> counts, K key) {
        counts.computeIfAbsent(key, k -> new LongAdder()).increment();
    }

    private static <K> long sum(Map<K, LongAdder> counts, K key) {
        LongAdder count = counts.get(key);
        return count == null ? 0 : count.sum();
    }
}
