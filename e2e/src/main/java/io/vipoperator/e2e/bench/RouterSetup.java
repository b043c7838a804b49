package io.vipoperator.e2e.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What all sides are told, in the same words.
 *
 * @param routers virtual routers on each NIC, 1..255
 * @param firstVirtualRouterID of the first router on each NIC; the others follow
 * @param priority of this host
 * @param intervalsMilliseconds between advertisements, 10..40950 in tens; the routers of a NIC take them in turns
 * @param nics on which routers run, 1..{@link Segment#MOST_NICS}
 * @param addresses of each router, 1..250
 * @param realTime whether the speaker may have real-time priority
 * @param tracking whether a lost {@link Segment#TRACKED_NIC} keeps the routers out
 * @param checks of {@link WebServer} on the host itself, which keep the routers out while they fail
 */
record RouterSetup(
        int routers,
        int firstVirtualRouterID,
        int priority,
        List<Integer> intervalsMilliseconds,
        int nics,
        int addresses,
        boolean realTime,
        boolean tracking,
        Checks checks) {
    static final int ACTIVE_PRIORITY = 250;
    static final int BACKUP_PRIORITY = 240;

    /** Of the Backup when it shall become Active. */
    static final int PREFERRED_PRIORITY = 253;

    /** Frames of a burst, seconds until it is repeated, and seconds between refreshing announcements: on all sides. */
    static final int ANNOUNCEMENT_COUNT = 5;

    static final int ANNOUNCEMENT_REPEAT_SECONDS = 5;
    static final int ANNOUNCEMENT_REFRESH_SECONDS = 60;

    /**
     * One virtual router.
     *
     * @param name unique on its host
     * @param nic by name
     * @param addresses without prefix length
     */
    record VirtualRouter(
            String name, String nic, int virtualRouterID, int intervalMilliseconds, List<String> addresses) {
        VirtualRouter {
            addresses = List.copyOf(addresses);
        }
    }

    RouterSetup {
        intervalsMilliseconds = List.copyOf(intervalsMilliseconds);
    }

    /** Routers on one NIC with one address each. */
    static RouterSetup of(int routers, int firstVirtualRouterID, int intervalMilliseconds) {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                BACKUP_PRIORITY,
                List.of(intervalMilliseconds),
                1,
                1,
                true,
                false,
                Checks.NONE);
    }

    RouterSetup withPriority(int other) {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                other,
                intervalsMilliseconds,
                nics,
                addresses,
                realTime,
                tracking,
                checks);
    }

    RouterSetup withRouters(int other) {
        return new RouterSetup(
                other,
                firstVirtualRouterID,
                priority,
                intervalsMilliseconds,
                nics,
                addresses,
                realTime,
                tracking,
                checks);
    }

    RouterSetup withNics(int other) {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                priority,
                intervalsMilliseconds,
                other,
                addresses,
                realTime,
                tracking,
                checks);
    }

    RouterSetup withAddresses(int other) {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                priority,
                intervalsMilliseconds,
                nics,
                other,
                realTime,
                tracking,
                checks);
    }

    RouterSetup withIntervals(List<Integer> other) {
        return new RouterSetup(
                routers, firstVirtualRouterID, priority, other, nics, addresses, realTime, tracking, checks);
    }

    RouterSetup withRealTime(boolean other) {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                priority,
                intervalsMilliseconds,
                nics,
                addresses,
                other,
                tracking,
                checks);
    }

    RouterSetup thatTracks() {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                priority,
                intervalsMilliseconds,
                nics,
                addresses,
                realTime,
                true,
                checks);
    }

    RouterSetup withChecks(Checks other) {
        return new RouterSetup(
                routers,
                firstVirtualRouterID,
                priority,
                intervalsMilliseconds,
                nics,
                addresses,
                realTime,
                tracking,
                other);
    }

    /** All, NIC by NIC. */
    List<VirtualRouter> virtualRouters() {
        List<VirtualRouter> all = new ArrayList<>();
        for (int nic = 0; nic < nics; nic++) {
            for (int place = 0; place < routers; place++) {
                int virtualRouterID = firstVirtualRouterID + place;
                all.add(new VirtualRouter(
                        "router-" + nic + "-" + virtualRouterID,
                        Segment.nic(nic),
                        virtualRouterID,
                        intervalsMilliseconds.get(place % intervalsMilliseconds.size()),
                        addresses(nic, virtualRouterID)));
            }
        }
        return all;
    }

    private List<String> addresses(int nic, int virtualRouterID) {
        List<String> all = new ArrayList<>();
        all.add(Segment.network(nic) + ".1." + virtualRouterID);
        for (int further = 1; further < addresses; further++) {
            all.add(Segment.network(nic) + ".2." + further);
        }
        return all;
    }

    /** The first address of a virtual router on the first NIC. */
    static String address(int virtualRouterID) {
        return Segment.network(0) + ".1." + virtualRouterID;
    }

    /** How long a Backup waits at most before it takes over: RFC 9568 section 6.1, with this priority. */
    long activeDownIntervalMilliseconds() {
        long longest =
                intervalsMilliseconds.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return (3L * longest) + (((256L - priority) * longest) / 256);
    }
}
