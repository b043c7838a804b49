package io.vipoperator.node.health;

/**
 * When a verdict changes: so many successes or failures in a row do it, and while nothing is known the first success does. A check
 * of which nothing can be learned fails in the end, since its node must not wait for ever. Immutable and pure.
 *
 * @param standing the verdict
 * @param inARow findings that contradict it, one after the other; failures while it is Unknown
 * @param unknownUntilNanos Unknown ends then as Failing; {@link Long#MAX_VALUE} = it has ended
 */
record Hysteresis(Standing standing, int inARow, long unknownUntilNanos) {
    /** Of a check that begins now. */
    static Hysteresis beginning(CheckSetup setup, long nowNanos) {
        return setup.initial() == Standing.UNKNOWN
                ? new Hysteresis(Standing.UNKNOWN, 0, nowNanos + setup.timeoutNanos() * setup.unhealthyThreshold())
                : of(setup.initial());
    }

    /** Of a check whose verdict is known. */
    static Hysteresis of(Standing known) {
        return new Hysteresis(known, 0, Long.MAX_VALUE);
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
