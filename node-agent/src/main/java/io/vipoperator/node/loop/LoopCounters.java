package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.Rejection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What the loop has done so far. Only the loop's thread counts, but for {@link #commandsDropped}; any thread reads.
 */
public final class LoopCounters {
    /** Upper bounds of the lateness buckets in nanoseconds; what is later than the last counts only in the total. */
    public static final List<Long> LATENESS_BOUNDS_NANOS = List.of(
            100_000L, 1_000_000L, 5_000_000L, 10_000_000L, 30_000_000L, 100_000_000L, 300_000_000L, 1_000_000_000L);

    private final LongAdder advertisementsSent = new LongAdder();
    private final LongAdder advertisementsReceived = new LongAdder();
    private final LongAdder resignationsSent = new LongAdder();
    private final LongAdder resignationsReceived = new LongAdder();
    private final LongAdder becameActive = new LongAdder();
    private final LongAdder leftActive = new LongAdder();
    private final LongAdder sendFailures = new LongAdder();
    private final LongAdder announcementsSent = new LongAdder();
    private final LongAdder commandsDropped = new LongAdder();
    private final LongAdder turns = new LongAdder();
    private final LongAdder deadlines = new LongAdder();
    private final Map<Rejection, LongAdder> rejections = perValueOf(Rejection.class);
    private final Map<Difference, LongAdder> differences = perValueOf(Difference.class);
    private final Map<TransitionReason, LongAdder> transitions = perValueOf(TransitionReason.class);
    private final List<LongAdder> lateness =
            Stream.generate(LongAdder::new).limit(LATENESS_BOUNDS_NANOS.size()).toList();
    private final LongAccumulator latenessMaxNanos = new LongAccumulator(Math::max, 0);
    private final LongAccumulator recentLatenessMaxNanos = new LongAccumulator(Math::max, 0);
    private final LongAdder latenessSumNanos = new LongAdder();
    private final RouterTallies tallies = new RouterTallies();
    private final TakeoverDurations takeovers = new TakeoverDurations();
    private volatile long lastTurnNanos = Long.MIN_VALUE;

    /** Packets with advertisements that the kernel took, one for each peer, resignations included. */
    public long advertisementsSent() {
        return advertisementsSent.sum();
    }

    /** Advertisements that reached a router of this node. */
    public long advertisementsReceived() {
        return advertisementsReceived.sum();
    }

    /** Those of {@link #advertisementsSent} with priority 0. */
    public long resignationsSent() {
        return resignationsSent.sum();
    }

    /** Those of {@link #advertisementsReceived} with priority 0. */
    public long resignationsReceived() {
        return resignationsReceived.sum();
    }

    /** How often a router became Active. */
    public long becameActive() {
        return becameActive.sum();
    }

    /** How often a router ceased to be Active. */
    public long leftActive() {
        return leftActive.sum();
    }

    /** Advertisements and announcements that the kernel refused. */
    public long sendFailures() {
        return sendFailures.sum();
    }

    /** Frames of gratuitous ARP. */
    public long announcementsSent() {
        return announcementsSent.sum();
    }

    /** Commands that found the inbox full. */
    public long commandsDropped() {
        return commandsDropped.sum();
    }

    /** Turns of the loop. */
    public long turns() {
        return turns.sum();
    }

    /** Received packets that were not heeded for that reason. */
    public long rejected(Rejection reason) {
        return rejections.get(reason).sum();
    }

    /** Heeded advertisements that differ from the router's own in that. */
    public long differing(Difference difference) {
        return differences.get(difference).sum();
    }

    /** Changes of state for that reason. */
    public long transitions(TransitionReason reason) {
        return transitions.get(reason).sum();
    }

    /** Wake-ups for a deadline: how many were late by at most that bound of {@link #LATENESS_BOUNDS_NANOS}. */
    public long latenessAtMost(int bound) {
        long sum = 0;
        for (int i = 0; i <= bound; i++) {
            sum += lateness.get(i).sum();
        }
        return sum;
    }

    /** Wake-ups for a deadline. */
    public long deadlines() {
        return deadlines.sum();
    }

    /** The latest wake-up for a deadline since the start, in nanoseconds. */
    public long latenessMaxNanos() {
        return latenessMaxNanos.get();
    }

    /** The latest wake-up for a deadline since this was asked last, in nanoseconds; for one asker. */
    public long takeRecentLatenessMaxNanos() {
        return recentLatenessMaxNanos.getThenReset();
    }

    /** Of each router. */
    public RouterTallies tallies() {
        return tallies;
    }

    /** How long takeovers lasted. */
    public TakeoverDurations takeovers() {
        return takeovers;
    }

    /** All lateness together, in nanoseconds. */
    public long latenessSumNanos() {
        return latenessSumNanos.sum();
    }

    /** When the last turn began, on the loop's clock; {@link Long#MIN_VALUE} before the first. */
    public long lastTurnNanos() {
        return lastTurnNanos;
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

    void countDifference(Difference difference) {
        differences.get(difference).increment();
    }

    /** A router became Active, or ceased to be. */
    void countActive(boolean active) {
        (active ? becameActive : leftActive).increment();
    }

    void countSendFailure() {
        sendFailures.increment();
    }

    void countAnnouncementSent() {
        announcementsSent.increment();
    }

    void countCommandDropped() {
        commandsDropped.increment();
    }

    void countRejection(Rejection reason) {
        rejections.get(reason).increment();
    }

    void countTransition(TransitionReason reason) {
        transitions.get(reason).increment();
    }

    /** A turn begins. */
    void countTurn(long nowNanos) {
        turns.increment();
        lastTurnNanos = nowNanos;
    }

    /** The loop woke that long after a deadline. Called on the loop's thread only. */
    void countLateness(long lateNanos) {
        deadlines.increment();
        latenessSumNanos.add(lateNanos);
        latenessMaxNanos.accumulate(lateNanos);
        recentLatenessMaxNanos.accumulate(lateNanos);
        for (int i = 0; i < LATENESS_BOUNDS_NANOS.size(); i++) {
            if (lateNanos <= LATENESS_BOUNDS_NANOS.get(i)) {
                lateness.get(i).increment();
                return;
            }
        }
    }

    private static <E extends Enum<E>> Map<E, LongAdder> perValueOf(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            adders.put(value, new LongAdder());
        }
        return Collections.unmodifiableMap(adders);
    }
}
