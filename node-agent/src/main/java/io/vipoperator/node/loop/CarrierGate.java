package io.vipoperator.node.loop;

/**
 * Carrier as a router sees it: a loss counts after a moment, so that a flap moves nothing; a return counts later, because a
 * switch port that has just come up often does not forward yet. Pure.
 *
 * @param up as it counts
 * @param changeAtNanos when the opposite counts if nothing changes until then; {@link Long#MAX_VALUE} = nothing is pending
 */
record CarrierGate(boolean up, long changeAtNanos) {
    private static final long LONGEST_LOSS_DELAY_NANOS = 100_000_000L;
    private static final long RETURN_DELAY_NANOS = 2_000_000_000L;

    /** A NIC that is seen for the first time counts as it is. */
    static CarrierGate first(boolean running) {
        return new CarrierGate(running, Long.MAX_VALUE);
    }

    /** A NIC that takes the place of another counts after the delay of a return. */
    static CarrierGate replaced(boolean running, long nowNanos) {
        return new CarrierGate(false, Long.MAX_VALUE).seen(running, 0, nowNanos);
    }

    /** The gate after the kernel told whether the NIC runs. */
    CarrierGate seen(boolean running, long intervalNanos, long nowNanos) {
        if (running == up) {
            return new CarrierGate(up, Long.MAX_VALUE);
        }
        if (changeAtNanos != Long.MAX_VALUE) {
            return this;
        }
        long delayNanos = running ? RETURN_DELAY_NANOS : Math.min(LONGEST_LOSS_DELAY_NANOS, intervalNanos);
        return new CarrierGate(up, nowNanos + delayNanos);
    }

    /** The gate after time has passed. */
    CarrierGate at(long nowNanos) {
        return changeAtNanos <= nowNanos ? new CarrierGate(!up, Long.MAX_VALUE) : this;
    }
}
