package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;

/** Tells all IPv6 neighbours where an address is from now on: what gratuitous ARP is to IPv4 (RFC 4861 section 7.2.6). Pure. */
public final class UnsolicitedNeighborAdvertisement {
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    private static final int ROUTER = 1 << 31;
    private static final int OVERRIDE = 1 << 29;

    private UnsolicitedNeighborAdvertisement() {}

    /**
     * A whole Ethernet frame: to all nodes, from the address itself, Override set and Solicited not.
     *
     * @param mac where the address is
     * @param address that is announced
     * @param forwarding the NIC forwards IPv6. RFC 9568 section 6.4.2 wants the Router flag always set. But the kernel's own
     *     answers carry it only where the NIC forwards, a neighbour that sees it change to 0 drops the routes through the
     *     address (RFC 4861 section 7.2.5), and a host that claims to be a router gets traffic that it will not forward: so the
     *     flag says what the kernel says, as keepalived's does
     * @throws IllegalArgumentException if the address isn't IPv6
     */
    public static byte[] of(MacAddress mac, IpAddress address, boolean forwarding) {
        if (address.family() != Family.IPV6) {
            throw new IllegalArgumentException("Neighbor Advertisements are for IPv6 addresses, not " + address);
        }
        byte[] message = Icmpv6Frame.message(
                Icmpv6Frame.NEIGHBOR_ADVERTISEMENT,
                forwarding ? ROUTER | OVERRIDE : OVERRIDE,
                address,
                Icmpv6Frame.TARGET_LINK_LAYER_OPTION,
                mac);
        return Icmpv6Frame.of(Icmpv6Frame.groupMac(ALL_NODES), mac, address, ALL_NODES, message);
    }
}
