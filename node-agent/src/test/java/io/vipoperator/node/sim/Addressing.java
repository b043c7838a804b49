package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has which address, so that a timeline can be read: node 1 is 10.0.0.11 on eth0 and 10.0.1.11 on eth1, vip-0 begins at
 * 10.0.0.100.
 */
final class Addressing {
    /** eth0 and eth1: each is in a segment of its own. */
    static final int SEGMENTS = 2;

    /** eth2 carries nothing; routers track it. */
    static final int TRACKED = 2;

    private static final int FIRST_INDEX = 2;

    private Addressing() {}

    static int index(int nic) {
        return FIRST_INDEX + nic;
    }

    static int nic(int interfaceIndex) {
        return interfaceIndex - FIRST_INDEX;
    }

    static MacAddress mac(int nic, int host) {
        return new MacAddress(0x0200_0000_0000L + (nic << 8) + host);
    }

    static int host(MacAddress mac) {
        return (int) (mac.bits() & 0xff);
    }

    static IpAddress ipv4(int nic, int host) {
        return IpAddress.parse("10.0." + nic + "." + (10 + host));
    }

    static IpAddress ipv6(int nic, int host) {
        return IpAddress.parse("fd00:" + nic + "::" + (10 + host));
    }

    static IpAddress linkLocal(int nic, int host) {
        return IpAddress.parse("fe80::" + (10 + nic) + ":" + (10 + host));
    }

    /** What a node has on a NIC. */
    static List<AddressWithPrefix> of(int nic, int host) {
        return List.of(
                new AddressWithPrefix(ipv4(nic, host), 24),
                new AddressWithPrefix(linkLocal(nic, host), 64),
                new AddressWithPrefix(ipv6(nic, host), 64));
    }

    /** Those of a VirtualIP; over IPv6 a link-local one stands first (RFC 9568 section 5.2.9). */
    static List<IpAddress> virtual(int number, int nic, Family family, int count) {
        List<IpAddress> addresses = new ArrayList<>();
        if (family == Family.IPV6) {
            addresses.add(IpAddress.parse("fe80::5e:" + (50 + number)));
        }
        for (int i = 0; i < count; i++) {
            int last = 100 + 10 * number + i;
            addresses.add(
                    IpAddress.parse(family == Family.IPV4 ? "10.0." + nic + "." + last : "fd00:" + nic + "::" + last));
        }
        return addresses;
    }
}
