package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;

/** Asks whether somebody on the segment has an address, without claiming it. Pure. */
public final class AddressProbe {
    private static final IpAddress UNSPECIFIED_IPV4 = IpAddress.parse("0.0.0.0");
    private static final IpAddress UNSPECIFIED_IPV6 = IpAddress.parse("::");
    private static final MacAddress NO_MAC = new MacAddress(0);
    private static final int OCTETS_OF_SOLICITED_NODE = 3;

    private AddressProbe() {}

    /**
     * For an address that nobody may have: an ARP request from 0.0.0.0 (RFC 5227 section 2.1.1), or a Neighbor Solicitation from
     * :: (RFC 4862 section 5.4.2). Nobody's cache changes by it; but who has an IPv6 address answers all nodes.
     */
    public static byte[] unclaimed(MacAddress mac, IpAddress address) {
        return switch (address.family()) {
            case IPV4 -> arp(mac, address);
            case IPV6 -> {
                byte[] withOption = solicitation(address, mac);
                // The source link-layer option must not go with an unspecified source (RFC 4861 section 4.3).
                yield solicit(mac, UNSPECIFIED_IPV6, address, Arrays.copyOf(withOption, Icmpv6Frame.FIXED_LENGTH));
            }
        };
    }

    /**
     * For an address that we hold: who has it as well answers us alone. From 0.0.0.0 in ARP, so that no cache changes.
     *
     * @param source an address of the NIC, of the same family
     */
    public static byte[] held(MacAddress mac, IpAddress source, IpAddress address) {
        return switch (address.family()) {
            case IPV4 -> arp(mac, address);
            case IPV6 -> solicit(mac, source, address, solicitation(address, mac));
        };
    }

    private static byte[] arp(MacAddress mac, IpAddress address) {
        return ArpFrame.broadcast(ArpFrame.REQUEST, mac, UNSPECIFIED_IPV4, NO_MAC, address);
    }

    private static byte[] solicitation(IpAddress address, MacAddress mac) {
        return Icmpv6Frame.message(
                Icmpv6Frame.NEIGHBOR_SOLICITATION, 0, address, Icmpv6Frame.SOURCE_LINK_LAYER_OPTION, mac);
    }

    private static byte[] solicit(MacAddress mac, IpAddress source, IpAddress address, byte[] message) {
        IpAddress group = solicitedNode(address);
        return Icmpv6Frame.of(Icmpv6Frame.groupMac(group), mac, source, group, message);
    }

    /** The group that everybody joins who has the address (RFC 4291 section 2.7.1). */
    private static IpAddress solicitedNode(IpAddress address) {
        byte[] group = IpAddress.parse("ff02::1:ff00:0").octets();
        int kept = Family.IPV6.octets() - OCTETS_OF_SOLICITED_NODE;
        System.arraycopy(address.octets(), kept, group, kept, OCTETS_OF_SOLICITED_NODE);
        return IpAddress.of(group);
    }
}
