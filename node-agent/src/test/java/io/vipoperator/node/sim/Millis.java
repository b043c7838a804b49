package io.vipoperator.node.sim;

import java.util.SplittableRandom;

/** Milliseconds as the nanoseconds of the loop. */
final class Millis {
    private Millis() {}

    static long of(double millis) {
        return Math.round(millis * 1_000_000);
    }

    /** Some time from one to the other. */
    static long between(SplittableRandom random, double least, double most) {
        return of(random.nextDouble(least, most));
    }
}
