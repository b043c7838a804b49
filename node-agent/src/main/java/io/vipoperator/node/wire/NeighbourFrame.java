package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;

/** What a frame that a NIC delivered tells about the neighbours. A frame that can't be believed is a value, too. */
public sealed interface NeighbourFrame {
    /**
     * Somebody says that an address is at that MAC, asked or not: a request or reply of ARP, a Neighbor Advertisement, or a
     * Neighbor Solicitation from that address.
     *
     * @param mac where it is said to be
     * @param address claimed
     */
    record Claim(MacAddress mac, IpAddress address) implements NeighbourFrame {}

    /**
     * Somebody asks whether an address is free, and claims nothing: an ARP request from 0.0.0.0 (RFC 5227 section 2.1), a
     * Neighbor Solicitation from :: (RFC 4862 section 5.4.2).
     *
     * @param mac who asks
     * @param address asked for
     */
    record Probe(MacAddress mac, IpAddress address) implements NeighbourFrame {}

    /**
     * An advertisement of VRRP passed the NIC, whatever a firewall does with it afterwards. Nothing of it but the IP header has
     * been checked: enough to know who speaks, not to heed it.
     *
     * @param mac that sent the frame
     * @param source of the packet
     * @param destination of the packet
     * @param virtualRouterID 1..255
     * @param priority 0..255
     * @param intervalNanos that it tells; 0 if it tells 0
     */
    record Advertised(
            MacAddress mac,
            IpAddress source,
            IpAddress destination,
            int virtualRouterID,
            int priority,
            long intervalNanos)
            implements NeighbourFrame {}

    /** Sound as far as one can see, and no news of who has which address. */
    record Irrelevant() implements NeighbourFrame {}

    /**
     * Not to be believed.
     *
     * @param flaw the first that was found
     */
    record Malformed(Flaw flaw) implements NeighbourFrame {}

    /** What is wrong with a frame. */
    enum Flaw {
        /** Shorter than its headers say. */
        LENGTH,
        /** Not Ethernet and IPv4 as ARP must say, another IP version than the frame's type, or a fragment. */
        HEADER,
        /** Has crossed a router (RFC 4861 section 7.1). */
        HOP_LIMIT,
        /** Of the IPv4 header, or of the ICMPv6 message. */
        CHECKSUM,
        /** An address that nobody can have, or a code that isn't 0. */
        FIELD,
        /** An option of length 0 (RFC 4861 section 4.6), or one that must not be there. */
        OPTION
    }
}
