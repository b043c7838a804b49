package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.NeighbourFrame.Advertised;
import io.vipoperator.node.wire.VrrpCodec;

/**
 * Compares which advertisements pass the NIC with which arrive elsewhere, and names what lies between: a firewall before the
 * socket, a switch that lets one family through, a second NIC in the same segment. The loop's thread only.
 */
final class AdvertisementPaths {
    /** As with Active_Down_Interval, one or two that are lost mean nothing. */
    private static final int LEAST_MISSED = 3;
    /** The socket may be read after the tap, and a turn may be late. */
    private static final int INTERVALS_MISSED = 2;

    /** Three missed and the greatest Skew_Time: silence for longer is no loss of packets. */
    private static final int INTERVALS_UNTIL_SILENT = 4;

    private final Links links;

    /** Counts the reads of the sockets: what the tap shows in one, the others may well deliver in the next. */
    private long read;

    AdvertisementPaths(Links links) {
        this.links = links;
    }

    /** All sockets are about to be read, the tap last. */
    void socketsAreRead() {
        read++;
    }

    /** Somebody else's advertisement for a VRID of ours has passed the NIC. */
    void passed(Links.Link link, Router router, Advertised advertised, long nowNanos) {
        long intervalNanos = Math.max(advertised.intervalNanos(), router.setup.intervalNanos());
        Neighbourhood.Peer peer = router.neighbourhood.heard(
                advertised.mac(), advertised.source(), INTERVALS_UNTIL_SILENT * intervalNanos, nowNanos);
        router.neighbourhood.everServed = true;
        if (isForSocket(link, router, advertised)) {
            notDelivered(router, peer, intervalNanos, nowNanos);
            otherFamily(link, router, peer, advertised, INTERVALS_UNTIL_SILENT * intervalNanos, nowNanos);
        }
    }

    /** Our own advertisement has come in by a NIC that it wasn't sent from. */
    void cameBack(Links.Link link, Advertised advertised, long nowNanos) {
        for (NetworkInterface nic : links.interfaces()) {
            Links.Link sender = links.link(nic.index());
            Router router = sender.router(advertised.source().family(), advertised.virtualRouterID());
            if (nic.index() != link.nic.index()
                    && router != null
                    && sender.owns(advertised.source())
                    && !router.neighbourhood.secondInterfaceTold) {
                router.neighbourhood.secondInterfaceTold = true;
                router.incident(
                        "SecondInterfaceInSegment",
                        "advertisements that this node sends from " + advertised.source() + " on " + nic.name()
                                + " arrive on its " + link.nic.name()
                                + ": both are in one segment, and " + Wording.SECOND_INTERFACE_ADVICE,
                        nowNanos);
            }
        }
    }

    private static boolean isForSocket(Links.Link link, Router router, Advertised advertised) {
        if (router.faults.containsKey(FaultReason.SocketUnavailable)) {
            return false;
        }
        IpAddress destination = advertised.destination();
        return switch (router.setup.dialect().transport()) {
            case Transport.Multicast multicast -> destination.equals(VrrpCodec.group(destination.family()));
            case Transport.Unicast unicast ->
                link.owns(destination)
                        && unicast.peers().stream()
                                .anyMatch(peer -> peer.address().equals(advertised.source()));
        };
    }

    private void notDelivered(Router router, Neighbourhood.Peer peer, long intervalNanos, long nowNanos) {
        if (peer.missedBySocket == 0) {
            peer.missedSinceNanos = nowNanos;
        }
        if (peer.missedInRead != read) {
            peer.missedInRead = read;
            peer.missedBySocket++;
        }
        if (!peer.missedTold
                && peer.missedBySocket >= LEAST_MISSED
                && nowNanos - peer.missedSinceNanos >= INTERVALS_MISSED * intervalNanos) {
            peer.missedTold = true;
            boolean ipv4 = router.key.family() == Family.IPV4;
            router.incident(
                    "FirewallDropsVRRP",
                    "advertisements of " + peer.source + " (" + peer.mac + ") reach " + router.interfaceName
                            + " but not this agent: a firewall of this node drops protocol 112; let it pass with: nft insert "
                            + "rule inet filter input " + (ipv4 ? "ip protocol vrrp" : "ip6 nexthdr 112")
                            + " accept; or with firewalld: firewall-cmd --permanent --add-rich-rule='rule protocol "
                            + "value=\"vrrp\" accept' && firewall-cmd --reload"
                            + (ipv4 ? " (or rp_filter drops it: no route to the peer on this NIC)" : ""),
                    nowNanos);
        }
    }

    /** Both families of a VirtualIP are Active on the same node: who is heard over one must be heard over the other. */
    private static void otherFamily(
            Links.Link link,
            Router router,
            Neighbourhood.Peer peer,
            Advertised advertised,
            long silentNanos,
            long nowNanos) {
        Router other = sibling(link, router);
        if (other == null
                || !other.started
                || !other.faults.isEmpty()
                || advertised.priority() == 0
                || other.setup.dialect().transport() instanceof Transport.Unicast) {
            return;
        }
        Neighbourhood.Peer there = other.neighbourhood.peer(peer.mac);
        // A family that was added to the VirtualIP just now: the peer may not know of it yet.
        long bothSinceNanos = Math.max(peer.heardSinceNanos, other.sinceNanos);
        long alone = nowNanos - Math.max(bothSinceNanos, there == null ? Long.MIN_VALUE : there.lastSeenNanos);
        if (alone <= silentNanos) {
            peer.otherFamilyTold = false;
        } else if (!peer.otherFamilyTold && alone > 2 * silentNanos) {
            peer.otherFamilyTold = true;
            other.incident("MldSnooping", oneFamilyOnly(router, other, peer), nowNanos);
        }
    }

    private static String oneFamilyOnly(Router heard, Router unheard, Neighbourhood.Peer peer) {
        String start = peer.source + " (" + peer.mac + ") is heard over " + heard.key.family() + " but not over "
                + unheard.key.family() + " on " + unheard.interfaceName + ": ";
        return unheard.key.family() == Family.IPV6
                ? start
                        + "a switch snoops MLD without a querier and keeps ff02::12 back; switch a querier on or the snooping "
                        + "off (Linux bridge: mcast_querier 1 or mcast_snooping 0), or look at the peer's own firewall"
                : start + "a switch or the peer's own firewall keeps 224.0.0.18 back; look at its IGMP snooping";
    }

    /** The router of the other family of the same VirtualIP, or null. */
    static Router sibling(Links.Link link, Router router) {
        Family other = router.key.family() == Family.IPV4 ? Family.IPV6 : Family.IPV4;
        Router sibling = link.router(other, router.setup.virtualRouterID());
        return sibling != null && sibling.key.virtualIP().equals(router.key.virtualIP()) ? sibling : null;
    }
}
