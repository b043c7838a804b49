package io.vipoperator.node.agent;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt is made again: doubled after each failure up to a limit, and spread, so that the
 * agents of many nodes don't come back at the same moment. Owned by one thread.
 */
final class BackOff {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_DOUBLINGS = 5;

    private final RandomGenerator random;
    private int failures;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** One more failure: the time to wait, between half and the whole of 200 ms, 400 ms, … 5 s. */
    long afterFailureNanos() {
        long whole = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }

    /** It worked. */
    void reset() {
        failures = 0;
    }
}
