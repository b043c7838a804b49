package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.GratuitousArp;
import io.vipoperator.node.wire.MacAddress;
import java.nio.ByteBuffer;

/** Ethernet frames as others on the segment send them. */
final class Frames {
    static final MacAddress STRANGER = new MacAddress(0x0200_0000_0099L);
    static final MacAddress PEER_MAC = new MacAddress(0x0200_0000_0012L);

    private static final MacAddress GROUP_MAC = new MacAddress(0x0100_5e00_0012L);
    private static final IpAddress IPV4_GROUP = IpAddress.parse("224.0.0.18");
    private static final IpAddress IPV6_GROUP = IpAddress.parse("ff02::12");

    private Frames() {}

    /** An ARP reply that says so. */
    static byte[] claim(MacAddress mac, String address) {
        return GratuitousArp.reply(mac, IpAddress.parse(address));
    }

    /** An advertisement of version 3 to the group, every 100 ms, for 10.0.1.1 or fe80::1. */
    static byte[] advertisement(MacAddress mac, IpAddress source, int virtualRouterID, int priority) {
        return advertisement(
                mac, source, source.family() == Family.IPV4 ? IPV4_GROUP : IPV6_GROUP, virtualRouterID, priority);
    }

    /** The same to one host. */
    static byte[] advertisement(
            MacAddress mac, IpAddress source, IpAddress destination, int virtualRouterID, int priority) {
        boolean ipv4 = source.family() == Family.IPV4;
        byte[] message = ByteBuffer.allocate(ipv4 ? 12 : 24)
                .put((byte) 0x31)
                .put((byte) virtualRouterID)
                .put((byte) priority)
                .put((byte) 1)
                .putShort((short) 10)
                .array();
        byte[] header = ipv4 ? ipv4(source, destination, message.length) : ipv6(source, destination, message.length);
        return ByteBuffer.allocate(14 + header.length + message.length)
                .put(GROUP_MAC.octets())
                .put(mac.octets())
                .putShort((short) (ipv4 ? 0x0800 : 0x86dd))
                .put(header)
                .put(message)
                .array();
    }

    private static byte[] ipv4(IpAddress source, IpAddress destination, int length) {
        ByteBuffer header = ByteBuffer.allocate(20)
                .putShort((short) 0x45c0)
                .putShort((short) (20 + length))
                .putInt(0)
                .putShort((short) 0xff70)
                .putShort((short) 0)
                .put(source.octets())
                .put(destination.octets());
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return header.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16))).array();
    }

    private static byte[] ipv6(IpAddress source, IpAddress destination, int length) {
        return ByteBuffer.allocate(40)
                .putInt(6 << 28)
                .putShort((short) length)
                .put((byte) 112)
                .put((byte) 255)
                .put(source.octets())
                .put(destination.octets())
                .array();
    }
}
