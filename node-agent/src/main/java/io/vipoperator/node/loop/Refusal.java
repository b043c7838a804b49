package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;

/**
 * The kernel, or a host of the segment, refused an address of a router: a fault that ends by itself, so that the router tries
 * again, each time later. Pure.
 *
 * @param reason AddressInUseOnNode, AddressInUseOnNetwork, AddressRefused or AddressRemoved
 * @param message for people
 * @param atNanos when it was refused
 * @param delayNanos from the refusal to the retry
 * @param holds still keeps the router out
 */
record Refusal(FaultReason reason, String message, long atNanos, long delayNanos, boolean holds) {
    private static final long FIRST_DELAY_NANOS = 10_000_000_000L;
    /** Somebody who removed the address five times would remove it a sixth time. */
    private static final long FIRST_DELAY_REMOVED_NANOS = 30_000_000_000L;

    /** The leftover of a dead agent is gone by then: its addresses live for 3.1 s. */
    private static final long FIRST_DELAY_ON_NETWORK_NANOS = 4_000_000_000L;

    private static final long LONGEST_DELAY_NANOS = 600_000_000_000L;
    /** To ask again costs a frame, and nobody has the address for us until then. */
    private static final long LONGEST_DELAY_ON_NETWORK_NANOS = 60_000_000_000L;
    /** Who went well for so long after a retry was out of trouble: the next refusal begins a new series. */
    private static final long FORGOTTEN_AFTER_NANOS = 600_000_000_000L;

    /** The fault that a first refusal makes. */
    static Refusal first(FaultReason reason, String message, long nowNanos) {
        return new Refusal(reason, message, nowNanos, firstDelayNanos(reason), true);
    }

    /** The fault that one more refusal makes: twice the delay. */
    Refusal again(FaultReason newReason, String newMessage, long nowNanos) {
        if (nowNanos - (atNanos + delayNanos) >= FORGOTTEN_AFTER_NANOS) {
            return first(newReason, newMessage, nowNanos);
        }
        long longestNanos =
                newReason == FaultReason.AddressInUseOnNetwork ? LONGEST_DELAY_ON_NETWORK_NANOS : LONGEST_DELAY_NANOS;
        return new Refusal(newReason, newMessage, nowNanos, Math.min(2 * delayNanos, longestNanos), true);
    }

    private static long firstDelayNanos(FaultReason reason) {
        if (reason == FaultReason.AddressInUseOnNetwork) {
            return FIRST_DELAY_ON_NETWORK_NANOS;
        }
        return reason == FaultReason.AddressRemoved ? FIRST_DELAY_REMOVED_NANOS : FIRST_DELAY_NANOS;
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
