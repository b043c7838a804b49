package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.wire.MacAddress;
import io.vipoperator.node.wire.NeighbourFrame;
import io.vipoperator.node.wire.NeighbourFrames;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the frames on the wire tell beside advertisements: who announces an address of ours, and advertisements that a
 * firewall keeps from the raw socket. Frames that this node sends must not come here. The loop's thread only.
 */
final class Neighbours {
    private static final int MOST_SPEAKERS = 1_024;
    private static final int IPV4_SOURCE_OFFSET = 12;

    private record Speaker(int interfaceIndex, MacAddress mac) {}

    private final Links links;
    private final Stepper stepper;
    private final Placement placement;
    private final DeadlineHeap deadlines;
    private final AdvertisementPaths paths;
    private final AddressConflicts conflicts;
    private final NewAddresses newAddresses;
    private final InFlight inFlight = new InFlight();

    private final AddressTable watched = new AddressTable();
    private Set<Router> watchedRouters = Set.of();
    /** Without virtual ones: the next Active sends from the same. */
    private final Set<MacAddress> ownMacs = new HashSet<>();
    /** Who has advertised a VRID of this node, under whatever VRID the router runs now. */
    private final Map<Speaker, Boolean> speakers = new LatestKept<>(MOST_SPEAKERS);

    Neighbours(Links links, Stepper stepper, Placement placement, Announcer announcer, DeadlineHeap deadlines) {
        this.links = links;
        this.stepper = stepper;
        this.placement = placement;
        this.deadlines = deadlines;
        this.paths = new AdvertisementPaths(links);
        this.conflicts = new AddressConflicts(announcer);
        this.newAddresses = new NewAddresses(announcer);
    }

    /** Routers, their addresses, or NICs have changed. A router that is gone and still hands over is watched on. */
    void watch(Collection<Router> running) {
        Set<Router> next = new LinkedHashSet<>(running);
        for (Router router : watchedRouters) {
            if (!(router.state instanceof State.Initialize)) {
                next.add(router);
            }
        }
        watchedRouters = next;
        watched.clear();
        for (Router router : next) {
            for (AddressWithPrefix address : router.setup.install().addresses()) {
                watched.putIfAbsent(router.interfaceIndex, address.address(), router);
            }
        }
        ownMacs.clear();
        links.interfaces()
                .forEach(nic -> nic.mac().filter(mac -> !mac.isVirtual()).ifPresent(ownMacs::add));
        newAddresses.watch(new LinkedHashSet<>(running));
        conflicts.keepOnly(next);
    }

    /** All sockets are about to be read, that of frames last. */
    void socketsAreRead() {
        paths.socketsAreRead();
    }

    /** A frame that a NIC has received: ARP, ND or VRRP. */
    void frame(int interfaceIndex, byte[] buffer, int length, NanoClock clock) {
        Links.Link link = links.link(interfaceIndex);
        if (link == null) {
            return;
        }
        int offset = NeighbourFrames.claimedAddressOffset(buffer, length);
        if (offset != NeighbourFrames.NONE) {
            Router router = watched.find(interfaceIndex, buffer, offset, NeighbourFrames.claimedFamily(buffer));
            if (router != null
                    && NeighbourFrames.read(buffer, length)
                            instanceof NeighbourFrame.Claim(MacAddress mac, IpAddress address)) {
                claimed(link, router, mac, address, clock.nanoTime());
            }
        } else if (NeighbourFrames.isVrrp(buffer, length)
                && NeighbourFrames.read(buffer, length) instanceof NeighbourFrame.Advertised advertised) {
            advertised(link, advertised, clock.nanoTime());
        }
    }

    /** The raw socket has delivered an IPv4 packet, whatever it is worth. */
    void delivered(int interfaceIndex, byte[] packet, int length) {
        int start = length > 0 ? (packet[0] & 0x0f) * 4 : 0;
        if (start >= IPV4_SOURCE_OFFSET + 8 && length > start + 1) {
            IpAddress source = IpAddress.of(Arrays.copyOfRange(packet, IPV4_SOURCE_OFFSET, IPV4_SOURCE_OFFSET + 4));
            delivered(interfaceIndex, source, packet[start + 1] & 0xff);
        }
    }

    /** The raw socket has delivered a message over IPv6, whatever it is worth. */
    void delivered(int interfaceIndex, IpAddress source, byte[] message, int length) {
        if (length > 1) {
            delivered(interfaceIndex, source, message[1] & 0xff);
        }
    }

    private void delivered(int interfaceIndex, IpAddress source, int virtualRouterID) {
        Links.Link link = links.link(interfaceIndex);
        Router router = link == null ? null : link.router(source.family(), virtualRouterID);
        if (router != null && !link.owns(source)) {
            router.neighbourhood.deliveredFrom(source);
        }
    }

    /** When something is due; {@link Long#MAX_VALUE} = nothing. */
    long deadlineNanos() {
        return Math.min(inFlight.deadlineNanos(), Math.min(conflicts.deadlineNanos(), newAddresses.deadlineNanos()));
    }

    /** Tells routers that hand over whose addresses their successors have. */
    void letGo(long nowNanos) {
        inFlight.at(nowNanos, (router, event) -> {
            stepper.step(router, event, nowNanos);
            update(router);
        });
    }

    /** Does what is due, and notices which routers have begun to wait for their first claim. */
    void at(long nowNanos) {
        conflicts.at(nowNanos);
        for (Router router : newAddresses.acquitted()) {
            router.refusal = router.refusal.map(Refusal::ended);
            conflicts.withdraw(router);
            placement.settle(router, nowNanos);
        }
        newAddresses.at(nowNanos);
    }

    private void advertised(Links.Link link, NeighbourFrame.Advertised advertised, long nowNanos) {
        boolean own = advertised.mac().isVirtual()
                ? links.interfaces().stream()
                        .anyMatch(nic -> links.link(nic.index()).owns(advertised.source()))
                : ownMacs.contains(advertised.mac());
        if (own) {
            if (!link.nic.mac().equals(Optional.of(advertised.mac()))) {
                paths.cameBack(link, advertised, nowNanos);
            }
            return;
        }
        Router router = link.router(advertised.source().family(), advertised.virtualRouterID());
        if (router != null && !link.owns(advertised.source())) {
            speakers.put(new Speaker(link.nic.index(), advertised.mac()), true);
            paths.passed(link, router, advertised, nowNanos);
        }
    }

    private void claimed(Links.Link link, Router router, MacAddress mac, IpAddress address, long nowNanos) {
        if (ownMacs.contains(mac)) {
            return;
        }
        if (router.state instanceof State.Yielding) {
            inFlight.announced(router, address, nowNanos);
        }
        if (isPeer(link, router, mac)) {
            // Two that are Active settle it by advertisements, and who takes over is meant to announce.
            update(router);
            return;
        }
        if (router.state instanceof State.Active || NewAddresses.isRefused(router)) {
            conflicts.claimed(router, mac, address, nowNanos);
        } else if (NewAddresses.hasAsked(router)) {
            if (speakers.get(new Speaker(link.nic.index(), mac)) == null) {
                conflicts.show(router, mac, address, nowNanos);
                newAddresses.refuse(router, address, nowNanos);
                placement.settle(router, nowNanos);
            }
        } else if (router.state instanceof State.Backup backup
                && backup.activeAddress().filter(router.neighbourhood::knows).isPresent()) {
            // Only with the Active's MAC known its own announcement can be told from a stranger's.
            conflicts.show(router, mac, address, nowNanos);
        }
        update(router);
    }

    /** Who speaks VRRP for the VRID over either family, or by the virtual MAC, which nobody else has. */
    private static boolean isPeer(Links.Link link, Router router, MacAddress mac) {
        int virtualRouterID = router.setup.virtualRouterID();
        if (router.neighbourhood.peer(mac) != null
                || mac.equals(MacAddress.virtual(Family.IPV4, virtualRouterID))
                || mac.equals(MacAddress.virtual(Family.IPV6, virtualRouterID))) {
            return true;
        }
        Router sibling = AdvertisementPaths.sibling(link, router);
        return sibling != null && sibling.neighbourhood.peer(mac) != null;
    }

    /** One that isn't in the heap has been stopped. */
    private void update(Router router) {
        if (router.heapIndex >= 0) {
            deadlines.update(router);
        }
    }
}
