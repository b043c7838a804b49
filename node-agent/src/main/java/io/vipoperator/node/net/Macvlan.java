package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.MacAddress;
import java.util.Optional;

/**
 * The device of one virtual MAC on one NIC. Its mode is bridge: in mode private the kernel would give it, and nobody else,
 * the advertisements that a peer sends from the same virtual MAC.
 *
 * @param parentIndex of the NIC
 * @param mac 00-00-5E-00-01-VRID or 00-00-5E-00-02-VRID (RFC 9568 section 7.3)
 */
record Macvlan(int parentIndex, MacAddress mac) {
    static final String KIND = "macvlan";
    static final int MODE_BRIDGE = 4;

    /** Our mark: a link group, which the kernel takes in the request that makes the device. "vip" in ASCII. */
    static final int GROUP = 0x766970;

    private static final long IPV6_RANGE = 0x00005e000200L;
    private static final long VRID = 0xff;
    private static final int SHORTEST_DIGITS = 36;

    /** Below that the kernel runs no IPv6 on a NIC (RFC 8200 section 5). */
    private static final int MTU_WITHOUT_IPV6 = 1279;

    /** What that NIC is, if it was made by an agent like this one. */
    static Optional<Macvlan> of(NetlinkMessage.Link link) {
        return isOurs(link)
                ? Optional.of(
                        new Macvlan(link.details().parentIndex(), link.mac().orElseThrow()))
                : Optional.empty();
    }

    /** Nothing of it depends on its name, which anybody may change. */
    static boolean isOurs(NetlinkMessage.Link link) {
        return link.details().kind().equals(KIND)
                && link.details().group() == GROUP
                && link.mac().filter(MacAddress::isVirtual).isPresent();
    }

    Family family() {
        return (mac.bits() & ~VRID) == IPV6_RANGE ? Family.IPV6 : Family.IPV4;
    }

    /** At most 15 characters, the longest that a NIC's name may have. */
    String name() {
        return "vip" + (family() == Family.IPV4 ? 4 : 6) + "-" + (mac.bits() & VRID) + "-"
                + Integer.toString(parentIndex, SHORTEST_DIGITS);
    }

    /**
     * An IPv4 one gets no IPv6: else each router advertisement would give it an address made of the virtual MAC, on every node
     * that is Active in turn. What a device receives isn't held to its MTU, and what it sends are ARP messages.
     *
     * @param parentMtuBytes of the NIC
     */
    LinkRequest.Create request(int parentMtuBytes) {
        int mtuBytes = family() == Family.IPV4 ? Math.min(parentMtuBytes, MTU_WITHOUT_IPV6) : 0;
        return new LinkRequest.Create(name(), parentIndex, mac, GROUP, mtuBytes);
    }
}
