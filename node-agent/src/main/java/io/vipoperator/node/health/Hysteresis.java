package io.vipoperator.node.health;

/**
 * When a verdict changes: so many successes or failures in a row do it, and while nothing is known the first success does. A check
 * of which nothing can be learned fails in the end, since its node must not wait for ever. Immutable and pure.
 *
 * @param standing the verdict
 * @param inARow findings that contradict it, one after the other; failures while it is Unknown
 * @param unknownUntilNanos Unknown ends then as Failing; {@link Long#MAX_VALUE} = it has ended, or the first probe hasn't begun
 */
record Hysteresis(Standing standing, int inARow, long unknownUntilNanos) {
    /** Of a check with that verdict, perhaps none. */
    static Hysteresis of(Standing standing) {
        return new Hysteresis(standing, 0, Long.MAX_VALUE);
    }

    /** A probe begins now; with the first one the time begins for which nothing may be known. */
    Hysteresis probing(CheckSetup setup, long nowNanos) {
        return standing == Standing.UNKNOWN && unknownUntilNanos == Long.MAX_VALUE
                ? new Hysteresis(standing, inARow, nowNanos + setup.timeoutNanos() * setup.unhealthyThreshold())
                : this;
    }

    /** After one more finding. */
    Hysteresis after(boolean success, CheckSetup setup) {
        return switch (standing) {
            case UNKNOWN -> success ? of(Standing.HEALTHY) : contradicted(Standing.FAILING, setup.unhealthyThreshold());
            case HEALTHY -> success ? of(standing) : contradicted(Standing.FAILING, setup.unhealthyThreshold());
            case FAILING -> success ? contradicted(Standing.HEALTHY, setup.healthyThreshold()) : of(standing);
        };
    }

    /** After time has passed. */
    Hysteresis at(long nowNanos) {
        return nowNanos >= unknownUntilNanos ? of(Standing.FAILING) : this;
    }

    /** The check probes otherwise from now on. The verdict stays until other findings overturn it. */
    Hysteresis edited() {
        return new Hysteresis(standing, 0, unknownUntilNanos);
    }

    private Hysteresis contradicted(Standing next, int threshold) {
        return inARow + 1 >= threshold ? of(next) : new Hysteresis(standing, inARow + 1, unknownUntilNanos);
    }
}
