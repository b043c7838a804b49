package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;

/**
 * The kernel refused an address of a router: a fault that ends by itself, so that the router tries again, each time later.
 * Pure.
 *
 * @param reason AddressInUseOnNode, AddressRefused or AddressRemoved
 * @param message for people
 * @param retryAtNanos when the fault ends; {@link Long#MAX_VALUE} = it has ended, and only the delay is remembered
 * @param delayNanos from the refusal to the retry
 */
record Refusal(FaultReason reason, String message, long retryAtNanos, long delayNanos) {
    private static final long FIRST_DELAY_NANOS = 10_000_000_000L;
    /** Somebody who removed the address five times would remove it a sixth time. */
    private static final long FIRST_DELAY_REMOVED_NANOS = 30_000_000_000L;

    private static final long LONGEST_DELAY_NANOS = 600_000_000_000L;

    /** The fault that a refusal makes. */
    static Refusal first(FaultReason reason, String message, long nowNanos) {
        long delayNanos = reason == FaultReason.AddressRemoved ? FIRST_DELAY_REMOVED_NANOS : FIRST_DELAY_NANOS;
        return new Refusal(reason, message, nowNanos + delayNanos, delayNanos);
    }

    /** The fault that one more refusal makes: twice the delay. */
    Refusal again(FaultReason newReason, String newMessage, long nowNanos) {
        long delay = Math.min(2 * delayNanos, LONGEST_DELAY_NANOS);
        return new Refusal(newReason, newMessage, nowNanos + delay, delay);
    }

    /** The fault has ended; how long it took is remembered. */
    Refusal ended() {
        return new Refusal(reason, message, Long.MAX_VALUE, delayNanos);
    }

    boolean holds() {
        return retryAtNanos != Long.MAX_VALUE;
    }
}
