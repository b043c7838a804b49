package io.vipoperator.node.loop;

/** What a failing check or a lost tracked NIC does to a router's candidacy. */
public sealed interface CheckEffect {
    /** Into the failing band, priorities 1..16, the order of the members kept. */
    record Lowest() implements CheckEffect {}

    /** Out of the election. */
    record Fault() implements CheckEffect {}

    /**
     * Keepalived's weight.
     *
     * @param weight -253..253, not 0: positive is added while healthy, negative is subtracted while failing
     */
    record Weight(int weight) implements CheckEffect {}
}
