package io.vipoperator.node.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long takeovers lasted: from the moment at which a router had to become Active (Active_Down_Timer, or the event that made it)
 * until the kernel had all its addresses on the NIC. Only the loop's thread counts; any thread reads.
 */
public final class TakeoverDurations {
    /** Upper bounds of the buckets in nanoseconds; what lasted longer than the last counts only in the total. */
    public static final List<Long> BOUNDS_NANOS = List.of(
            1_000_000L,
            2_000_000L,
            5_000_000L,
            10_000_000L,
            20_000_000L,
            50_000_000L,
            100_000_000L,
            500_000_000L,
            1_000_000_000L,
            5_000_000_000L);

    private final Map<RouterKey, Long> beganNanos = new HashMap<>();
    private final List<LongAdder> buckets =
            Stream.generate(LongAdder::new).limit(BOUNDS_NANOS.size()).toList();
    private final LongAdder takeovers = new LongAdder();
    private final LongAdder sumNanos = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

    /** Takeovers that were completed. */
    public long takeovers() {
        return takeovers.sum();
    }

    /** How many of them lasted at most that bound of {@link #BOUNDS_NANOS}. */
    public long atMost(int bound) {
        long sum = 0;
        for (int i = 0; i <= bound; i++) {
            sum += buckets.get(i).sum();
        }
        return sum;
    }

    /** All of them together, in nanoseconds. */
    public long sumNanos() {
        return sumNanos.sum();
    }

    /** The longest since the start, in nanoseconds. */
    public long maxNanos() {
        return maxNanos.get();
    }

    /** The router became Active without its addresses; it had to at that moment. */
    void began(RouterKey router, long dueNanos) {
        beganNanos.put(router, dueNanos);
    }

    /** The router holds all its addresses. */
    void held(RouterKey router, long nowNanos) {
        Long began = beganNanos.remove(router);
        if (began != null) {
            count(Math.max(0, nowNanos - began));
        }
    }

    /** The router ceased to be Active before it held them, or long after. */
    void ended(RouterKey router) {
        beganNanos.remove(router);
    }

    private void count(long nanos) {
        takeovers.increment();
        sumNanos.add(nanos);
        maxNanos.accumulate(nanos);
        for (int i = 0; i < BOUNDS_NANOS.size(); i++) {
            if (nanos <= BOUNDS_NANOS.get(i)) {
                buckets.get(i).increment();
                return;
            }
        }
    }
}
