package io.vipoperator.node.loop;

/** The clock of the loop: monotonic, in nanoseconds. The loop reads it once a turn, and for each packet. */
@FunctionalInterface
public interface NanoClock {
    /** Nanoseconds since an arbitrary moment. */
    long nanoTime();
}
