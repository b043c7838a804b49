package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What frames have told about one router: who speaks VRRP for its VRID on its NIC, and who else claims its addresses. Bounded,
 * whatever is sent. The loop's thread only.
 */
final class Neighbourhood {
    private static final int MOST_PEERS = 16;
    private static final int MOST_CLAIMANTS = 8;

    /** Somebody else who advertises the router's VRID, as the frames show him. */
    static final class Peer {
        final MacAddress mac;
        IpAddress source;
        /** Has been heard without a pause since. */
        long heardSinceNanos;

        long lastSeenNanos;

        /** In how many reads advertisements passed the NIC since one came through the socket. */
        int missedBySocket;

        /** The last of these reads. */
        long missedInRead;

        long missedSinceNanos;
        boolean missedTold;
        boolean otherFamilyTold;

        Peer(MacAddress mac, IpAddress source, long nowNanos) {
            this.mac = mac;
            this.source = source;
            this.heardSinceNanos = nowNanos;
            this.lastSeenNanos = nowNanos;
        }
    }

    /**
     * A host that is no VRRP peer claims an address of the router.
     *
     * @param address claimed
     * @param message for people
     * @param lastSeenNanos when it did so last
     */
    record Conflict(IpAddress address, String message, long lastSeenNanos) {
        Conflict seenAt(long nowNanos) {
            return new Conflict(address, message, nowNanos);
        }
    }

    private final Map<MacAddress, Peer> peers = new LatestKept<>(MOST_PEERS);

    /** Somebody has spoken for the VRID, or the router has been Active: its addresses are not new to the segment. */
    boolean everServed;

    /** Probes sent in this waiting for the first claim. */
    int probesSent;

    /** {@link Long#MAX_VALUE} = it hasn't begun to wait. */
    long probeAtNanos = Long.MAX_VALUE;

    Optional<Conflict> conflict = Optional.empty();
    /** The claimants of this conflict that an incident has named. */
    final Map<MacAddress, IpAddress> told = new LatestKept<>(MOST_CLAIMANTS);

    long incidentFromNanos = Long.MIN_VALUE;
    long defendFromNanos = Long.MIN_VALUE;
    long askFromNanos = Long.MIN_VALUE;

    boolean secondInterfaceTold;

    /** An advertisement of that peer has passed the NIC; a pause of more than the given time begins a new run of them. */
    Peer heard(MacAddress mac, IpAddress source, long longestPauseNanos, long nowNanos) {
        Peer peer = peers.computeIfAbsent(mac, absent -> new Peer(mac, source, nowNanos));
        if (nowNanos - peer.lastSeenNanos > longestPauseNanos) {
            peer.heardSinceNanos = nowNanos;
        }
        peer.lastSeenNanos = nowNanos;
        peer.source = source;
        return peer;
    }

    /** The peer with that MAC, or null. */
    Peer peer(MacAddress mac) {
        return peers.get(mac);
    }

    /** Whether the MAC behind that source is known. */
    boolean knows(IpAddress source) {
        return peers.values().stream().anyMatch(peer -> peer.source.equals(source));
    }

    /** The socket has delivered an advertisement from that source. */
    void deliveredFrom(IpAddress source) {
        everServed = true;
        for (Peer peer : peers.values()) {
            if (peer.source.equals(source)) {
                peer.missedBySocket = 0;
                peer.missedTold = false;
            }
        }
    }
}
