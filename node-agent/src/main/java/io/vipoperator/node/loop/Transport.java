package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.List;
import java.util.Optional;

/** To whom advertisements go, and from which source address. */
public sealed interface Transport {
    /** The fixed source; empty = the NIC's primary address. */
    Optional<IpAddress> source();

    /**
     * To 224.0.0.18 or ff02::12.
     *
     * @param source fixed, or empty
     */
    record Multicast(Optional<IpAddress> source) implements Transport {
        /** From the NIC's primary address. */
        public static Multicast fromPrimary() {
            return new Multicast(Optional.empty());
        }
    }

    /**
     * To these peers and nobody else; nothing but theirs is accepted. Without peers the router is in Fault: it never falls back
     * to multicast.
     *
     * @param source fixed, or empty
     * @param peers none twice
     */
    record Unicast(Optional<IpAddress> source, List<Peer> peers) implements Transport {
        public Unicast {
            peers = List.copyOf(peers);
        }
    }

    /**
     * A peer.
     *
     * @param address of the peer
     * @param minimumTtl the least TTL or hop limit that its advertisements may arrive with, 1..255
     */
    record Peer(IpAddress address, int minimumTtl) {}
}
