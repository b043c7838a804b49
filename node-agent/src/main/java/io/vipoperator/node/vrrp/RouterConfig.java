package io.vipoperator.node.vrrp;

import java.util.List;

/**
 * Everything that the state machine of one virtual router needs to know beforehand. Immutable; an edit is a new value and
 * {@link Event.Reconfigured}.
 *
 * @param virtualRouterID 1..255
 * @param priority 0..255; 255 is the address owner's (RFC 9568 section 5.2.4)
 * @param primaryAddress source of our advertisements, which decides ties
 * @param addresses 1..255 that are advertised, none twice
 * @param intervalNanos Advertisement_Interval, 10 ms to 40.95 s in steps of 10 ms
 * @param preempt Preempt_Mode
 * @param preemptDelayNanos from becoming eligible until a living, lesser Active may be preempted; 0 or more
 * @param startupDelayNanos from the start until the router takes part; 0 or more
 * @param announcement how claimed addresses are announced
 */
public record RouterConfig(
        int virtualRouterID,
        int priority,
        IpAddress primaryAddress,
        List<IpAddress> addresses,
        long intervalNanos,
        boolean preempt,
        long preemptDelayNanos,
        long startupDelayNanos,
        AnnouncementPlan announcement) {
    public RouterConfig {
        addresses = List.copyOf(addresses);
        require(virtualRouterID >= 1 && virtualRouterID <= 255, "virtualRouterID must be 1..255", virtualRouterID);
        require(priority >= 0 && priority <= 255, "priority must be 0..255", priority);
        require(!addresses.isEmpty() && addresses.size() <= 255, "there must be 1..255 addresses", addresses.size());
        require(
                intervalNanos >= 10_000_000L && intervalNanos <= 40_950_000_000L && intervalNanos % 10_000_000L == 0,
                "intervalNanos must be 10 ms to 40.95 s in steps of 10 ms",
                intervalNanos);
        require(preemptDelayNanos >= 0, "preemptDelayNanos must not be negative", preemptDelayNanos);
        require(startupDelayNanos >= 0, "startupDelayNanos must not be negative", startupDelayNanos);
    }

    private static void require(boolean holds, String rule, long value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
