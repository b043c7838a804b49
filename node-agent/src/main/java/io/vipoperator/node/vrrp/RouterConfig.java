package io.vipoperator.node.vrrp;

import java.util.List;
import java.util.Set;

/**
 * Everything that the state machine of one virtual router needs to know beforehand. Immutable; an edit is a new value and
 * {@link Event.Reconfigured}.
 *
 * @param version 2 (RFC 3768) or 3 (RFC 9568)
 * @param virtualRouterID 1..255
 * @param priority 0..255, with the effects of checks and trackers; 255 is the address owner's (RFC 9568 section 5.2.4)
 * @param failing checks or trackers have put the priority into the failing band, 1..16
 * @param group its part in a group
 * @param primaryAddress source of our advertisements, which decides ties
 * @param addresses 1..255 that are advertised, none twice
 * @param installed addresses that are put on the NIC; empty if the router only elects
 * @param intervalNanos Advertisement_Interval: 10 ms to 40.95 s in steps of 10 ms, in version 2 whole seconds 1..255
 * @param handOverNanos how long it waits for a successor when it hands over: {@link Intervals#handOverNanos}, in a group that
 *     of the slowest, since no successor takes one router without the others
 * @param preempt Preempt_Mode
 * @param preemptDelayNanos from becoming eligible until a living, lesser Active may be preempted; 0 or more
 * @param startupDelayNanos from the start until the router takes part; 0 or more
 * @param announcement how claimed addresses are announced
 */
public record RouterConfig(
        int version,
        int virtualRouterID,
        int priority,
        boolean failing,
        GroupRole group,
        IpAddress primaryAddress,
        List<IpAddress> addresses,
        Set<IpAddress> installed,
        long intervalNanos,
        long handOverNanos,
        boolean preempt,
        long preemptDelayNanos,
        long startupDelayNanos,
        AnnouncementPlan announcement) {
    /** Priorities of routers whose checks or trackers fail end here. */
    public static final int HIGHEST_FAILING = 16;

    private static final long STEP_NANOS = 10_000_000L;
    private static final long LONGEST_NANOS = 40_950_000_000L;
    private static final long STEP_NANOS_V2 = 1_000_000_000L;
    private static final long LONGEST_NANOS_V2 = 255_000_000_000L;

    public RouterConfig {
        addresses = List.copyOf(addresses);
        installed = Set.copyOf(installed);
        require(version == 2 || version == 3, "version must be 2 or 3", version);
        require(virtualRouterID >= 1 && virtualRouterID <= 255, "virtualRouterID must be 1..255", virtualRouterID);
        require(priority >= 0 && priority <= 255, "priority must be 0..255", priority);
        require(
                !failing || (priority >= 1 && priority <= HIGHEST_FAILING),
                "priority must be 1..16 while failing",
                priority);
        require(!addresses.isEmpty() && addresses.size() <= 255, "there must be 1..255 addresses", addresses.size());
        require(
                version == 2 || isInterval(intervalNanos, STEP_NANOS, LONGEST_NANOS),
                "intervalNanos must be 10 ms to 40.95 s in steps of 10 ms",
                intervalNanos);
        require(
                version == 3 || isInterval(intervalNanos, STEP_NANOS_V2, LONGEST_NANOS_V2),
                "intervalNanos must be 1 s to 255 s in steps of 1 s in version 2",
                intervalNanos);
        require(handOverNanos > 0, "handOverNanos must be positive", handOverNanos);
        require(preemptDelayNanos >= 0, "preemptDelayNanos must not be negative", preemptDelayNanos);
        require(startupDelayNanos >= 0, "startupDelayNanos must not be negative", startupDelayNanos);
    }

    /** Whether it becomes Active only together with others. */
    boolean grouped() {
        return group != GroupRole.ALONE;
    }

    /** The same, holding nothing on the NIC: what it held is another router's from now on. */
    public RouterConfig withNothingInstalled() {
        return new RouterConfig(
                version,
                virtualRouterID,
                priority,
                failing,
                group,
                primaryAddress,
                addresses,
                Set.of(),
                intervalNanos,
                handOverNanos,
                preempt,
                preemptDelayNanos,
                startupDelayNanos,
                announcement);
    }

    private static boolean isInterval(long nanos, long step, long longest) {
        return nanos >= step && nanos <= longest && nanos % step == 0;
    }

    private static void require(boolean holds, String rule, long value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
