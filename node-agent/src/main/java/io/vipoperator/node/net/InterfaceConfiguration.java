package io.vipoperator.node.net;

import java.nio.ByteBuffer;

/** Values of net.ipv4.conf, by the numbers of linux/ip.h (IPV4_DEVCONF), as netlink tells and takes them for one NIC. */
enum InterfaceConfiguration {
    RP_FILTER(8),
    ARP_FILTER(13),
    ARP_ANNOUNCE(18),
    ARP_IGNORE(19),
    PROMOTE_SECONDARIES(20);

    private final int number;

    InterfaceConfiguration(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Its value in a NIC's array of all of them; 0 where there is none. */
    int in(ByteBuffer values) {
        int offset = (number - 1) * Integer.BYTES;
        return values == null || values.limit() < offset + Integer.BYTES ? 0 : values.getInt(offset);
    }

    /** Its name in /proc/sys/net/ipv4/conf. */
    String sysctl() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
