package io.vipoperator.e2e.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What both sides are told, in the same words.
 *
 * @param routers 1..255 virtual routers with VRIDs from firstVirtualRouterID on, one address each
 * @param firstVirtualRouterID of the first router
 * @param priority of this host
 * @param intervalMilliseconds between advertisements, 10..40950 in tens
 */
record RouterSetup(int routers, int firstVirtualRouterID, int priority, int intervalMilliseconds) {
    static final int ACTIVE_PRIORITY = 250;
    static final int BACKUP_PRIORITY = 240;

    /** All virtual addresses are in it, and nothing else. */
    static final String ADDRESSES = "10.88.1.0/24";

    /** Frames of a burst, seconds until it is repeated, and seconds between refreshing announcements: on both sides. */
    static final int ANNOUNCEMENT_COUNT = 5;

    static final int ANNOUNCEMENT_REPEAT_SECONDS = 5;
    static final int ANNOUNCEMENT_REFRESH_SECONDS = 60;

    RouterSetup withPriority(int other) {
        return new RouterSetup(routers, firstVirtualRouterID, other, intervalMilliseconds);
    }

    List<Integer> virtualRouterIDs() {
        return IntStream.range(firstVirtualRouterID, firstVirtualRouterID + routers)
                .boxed()
                .toList();
    }

    /** The address of a virtual router. */
    static String address(int virtualRouterID) {
        return "10.88.1." + virtualRouterID;
    }

    /** How long a Backup waits before it takes over: RFC 9568 section 6.1, with this priority. */
    long activeDownIntervalMilliseconds() {
        return (3L * intervalMilliseconds) + (((256L - priority) * intervalMilliseconds) / 256);
    }
}
