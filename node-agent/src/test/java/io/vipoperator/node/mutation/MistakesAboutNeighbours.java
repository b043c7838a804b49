package io.vipoperator.node.mutation;

import java.util.List;

/** Mistakes in what is told to and heard from the neighbours. */
final class MistakesAboutNeighbours {
    private static final String READING = "io.vipoperator.node.wire.NeighbourFramesTest";
    private static final String ADVERTISEMENT = "io.vipoperator.node.wire.UnsolicitedNeighborAdvertisementTest";
    private static final String PROBE = "io.vipoperator.node.wire.AddressProbeTest";
    private static final String ANNOUNCER = "io.vipoperator.node.loop.AnnouncerTest";
    private static final String NEW = "io.vipoperator.node.loop.NewAddressesTest";
    private static final String CONFLICTS = "io.vipoperator.node.loop.AddressConflictsTest";
    private static final String PATHS = "io.vipoperator.node.loop.AdvertisementPathsTest";
    private static final String HAND_OVER = "io.vipoperator.node.loop.HandOverFramesTest";
    private static final String TABLE = "io.vipoperator.node.loop.AddressTableTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "the Override flag of a Neighbor Advertisement is lost",
                    "wire/UnsolicitedNeighborAdvertisement.java",
                    "private static final int OVERRIDE = 1 << 29;",
                    "private static final int OVERRIDE = 0;",
                    ADVERTISEMENT),
            mistake(
                    "the Router flag is set on a NIC that doesn't forward",
                    "wire/UnsolicitedNeighborAdvertisement.java",
                    "forwarding ? ROUTER | OVERRIDE : OVERRIDE,",
                    "ROUTER | OVERRIDE,",
                    ADVERTISEMENT,
                    ANNOUNCER),
            mistake(
                    "the ICMPv6 checksum leaves the next header out",
                    "wire/Icmpv6Frame.java",
                    ".putInt(NEXT_HEADER)",
                    ".putInt(0)",
                    ADVERTISEMENT),
            mistake(
                    "a probe claims the address that it asks for",
                    "wire/AddressProbe.java",
                    "ArpFrame.broadcast(ArpFrame.REQUEST, mac, UNSPECIFIED_IPV4, NO_MAC, address)",
                    "ArpFrame.broadcast(ArpFrame.REQUEST, mac, address, NO_MAC, address)",
                    PROBE,
                    NEW),
            mistake(
                    "a Neighbor Solicitation from nobody may tell a MAC",
                    "wire/NeighbourFrames.java",
                    "(unspecified && option != NONE)",
                    "(unspecified && option == BAD_OPTION)",
                    READING),
            mistake(
                    "a Neighbor Advertisement from behind a router is believed",
                    "wire/NeighbourFrames.java",
                    "if (unsigned8(frame, Icmpv6Frame.IP_OFFSET + 7) != Icmpv6Frame.HOP_LIMIT) {",
                    "if (unsigned8(frame, Icmpv6Frame.IP_OFFSET + 7) == 0) {",
                    READING),
            mistake(
                    "an address is announced that is not held",
                    "loop/Announcer.java",
                    "router.state instanceof State.Active && router.addressesHeld;",
                    "router.state instanceof State.Active || router.addressesHeld;",
                    ANNOUNCER),
            mistake(
                    "all announcements go out at once",
                    "loop/Announcer.java",
                    "private static final int MOST_FRAMES = 50;",
                    "private static final int MOST_FRAMES = 5000;",
                    ANNOUNCER),
            mistake(
                    "a VRRP peer is taken for a foreign host",
                    "loop/Neighbours.java",
                    "if (isPeer(link, router, mac)) {",
                    "if (isPeer(link, router, mac) && router.heapIndex < 0) {",
                    CONFLICTS),
            mistake(
                    "the successor's announcement is not told to who hands over",
                    "loop/Neighbours.java",
                    "if (router.state instanceof State.Yielding) {",
                    "if (router.state instanceof State.Active) {",
                    HAND_OVER),
            mistake(
                    "who hands over gives an address up before what is in flight is answered",
                    "loop/InFlight.java",
                    "GRACE_NANOS = 10_000_000L",
                    "GRACE_NANOS = 0L",
                    HAND_OVER),
            mistake(
                    "an Active that wasn't heard yet is accused of a conflict",
                    "loop/Neighbours.java",
                    "NewAddresses.hasAsked(router)",
                    "!router.neighbourhood.everServed && router.state instanceof State.Backup",
                    NEW),
            mistake(
                    "the virtual MAC of our own macvlan hides the successor",
                    "loop/Neighbours.java",
                    "filter(mac -> !mac.isVirtual())",
                    "filter(mac -> mac.bits() != 0)",
                    HAND_OVER),
            mistake(
                    "our own MAC is taken for a foreign host's",
                    "loop/Neighbours.java",
                    "ifPresent(ownMacs::add)",
                    "ifPresent(ownMacs::remove)",
                    CONFLICTS,
                    PATHS),
            mistake(
                    "every claim is answered by an announcement",
                    "loop/AddressConflicts.java",
                    "neighbourhood.defendFromNanos = nowNanos + DEFEND_INTERVAL_NANOS;",
                    "neighbourhood.defendFromNanos = nowNanos;",
                    CONFLICTS),
            mistake(
                    "a conflict never ends",
                    "loop/AddressConflicts.java",
                    "private static final long SHOWN_NANOS = 3 * DEFEND_INTERVAL_NANOS;",
                    "private static final long SHOWN_NANOS = 300 * DEFEND_INTERVAL_NANOS;",
                    CONFLICTS),
            mistake(
                    "who has heard an Active lets a foreign answer keep it from taking over",
                    "loop/NewAddresses.java",
                    "return !router.neighbourhood.everServed && router.state instanceof State.Backup;",
                    "return router.state instanceof State.Backup;",
                    NEW),
            mistake(
                    "the leftover of a dead agent is asked for too early again",
                    "loop/Refusal.java",
                    "private static final long FIRST_DELAY_ON_NETWORK_NANOS = 4_000_000_000L;",
                    "private static final long FIRST_DELAY_ON_NETWORK_NANOS = 1_000_000_000L;",
                    NEW),
            mistake(
                    "one advertisement that the socket has not delivered yet is a firewall",
                    "loop/AdvertisementPaths.java",
                    "private static final int LEAST_MISSED = 3;",
                    "private static final int LEAST_MISSED = 2;",
                    PATHS),
            mistake(
                    "packets that wait for a late turn are a firewall",
                    "loop/AdvertisementPaths.java",
                    "private static final int INTERVALS_MISSED = 2;",
                    "private static final int INTERVALS_MISSED = 0;",
                    PATHS),
            mistake(
                    "a resignation over one family is taken for an Active",
                    "loop/AdvertisementPaths.java",
                    "|| advertised.priority() == 0",
                    "|| advertised.priority() == -1",
                    PATHS),
            mistake(
                    "of two routers with one address the last is told of claims",
                    "loop/AddressTable.java",
                    "if (routers[slot] == null) {",
                    "if (slot >= 0) {",
                    TABLE));

    private MistakesAboutNeighbours() {}

    private static PlantedMistake mistake(
            String name, String sourceFile, String right, String wrong, String... testClasses) {
        return new PlantedMistake(name, sourceFile, right, wrong, List.of(testClasses));
    }
}
