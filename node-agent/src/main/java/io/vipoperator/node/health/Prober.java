package io.vipoperator.node.health;

import java.util.concurrent.CompletionStage;

/**
 * Probes one target of one kind. Made once for a check and used until the check changes; never two probes at a time.
 */
public interface Prober extends AutoCloseable {
    /**
     * Begins a probe and returns at once. The stage always completes normally, at latest when the timeout is over, on any thread:
     * a target that refuses, hangs, floods or talks garbage is a finding. By then everything that the probe held is let go.
     *
     * @param timeoutNanos 10 ms to 1 h
     */
    CompletionStage<Finding> probe(long timeoutNanos);

    /** Lets go of what is kept between probes. A probe that is under way may end as it likes. */
    @Override
    default void close() {}
}
