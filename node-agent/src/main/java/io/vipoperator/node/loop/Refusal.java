package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;

/**
 * The kernel refused an address of a router: a fault that ends by itself, so that the router tries again, each time later.
 * Pure.
 *
 * @param reason AddressInUseOnNode, AddressRefused or AddressRemoved
 * @param message for people
 * @param atNanos when the kernel refused
 * @param delayNanos from the refusal to the retry
 * @param holds still keeps the router out
 */
record Refusal(FaultReason reason, String message, long atNanos, long delayNanos, boolean holds) {
    private static final long FIRST_DELAY_NANOS = 10_000_000_000L;
    /** Somebody who removed the address five times would remove it a sixth time. */
    private static final long FIRST_DELAY_REMOVED_NANOS = 30_000_000_000L;

    private static final long LONGEST_DELAY_NANOS = 600_000_000_000L;
    /** Who went well for so long after a retry was out of trouble: the next refusal begins a new series. */
    private static final long FORGOTTEN_AFTER_NANOS = 600_000_000_000L;

    /** The fault that a first refusal makes. */
    static Refusal first(FaultReason reason, String message, long nowNanos) {
        long delayNanos = reason == FaultReason.AddressRemoved ? FIRST_DELAY_REMOVED_NANOS : FIRST_DELAY_NANOS;
        return new Refusal(reason, message, nowNanos, delayNanos, true);
    }

    /** The fault that one more refusal makes: twice the delay. */
    Refusal again(FaultReason newReason, String newMessage, long nowNanos) {
        if (nowNanos - (atNanos + delayNanos) >= FORGOTTEN_AFTER_NANOS) {
            return first(newReason, newMessage, nowNanos);
        }
        return new Refusal(newReason, newMessage, nowNanos, Math.min(2 * delayNanos, LONGEST_DELAY_NANOS), true);
    }

    /** The fault has ended; how long it took is remembered. */
    Refusal ended() {
        return new Refusal(reason, message, atNanos, delayNanos, false);
    }

    /** When the fault ends; {@link Long#MAX_VALUE} = it has ended. */
    long retryAtNanos() {
        return holds ? atNanos + delayNanos : Long.MAX_VALUE;
    }
}
