package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;

/**
 * Broadcast ARP for IPv4 over Ethernet (RFC 826). Pure.
 *
 * <pre>
 *  0   Ethernet: to all stations | from the MAC | 0x0806
 * 14   hardware 1 | protocol 0x0800 | lengths 6, 4 | operation (16)
 * 22   sender MAC | sender address | target MAC | target address
 * </pre>
 */
final class ArpFrame {
    static final int LENGTH = 42;
    static final int ETHERTYPE = 0x0806;
    static final int HARDWARE_ETHERNET = 1;
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int REQUEST = 1;
    static final int REPLY = 2;
    static final int SENDER_MAC_OFFSET = 22;
    static final int SENDER_OFFSET = 28;
    static final int TARGET_OFFSET = 38;

    private ArpFrame() {}

    /**
     * A whole Ethernet frame to all stations.
     *
     * @throws IllegalArgumentException if an address isn't IPv4
     */
    static byte[] broadcast(int operation, MacAddress mac, IpAddress sender, MacAddress targetMac, IpAddress target) {
        if (target.family() != Family.IPV4 || sender.family() != Family.IPV4) {
            throw new IllegalArgumentException("ARP is for IPv4 addresses, not " + target);
        }
        return ByteBuffer.allocate(LENGTH)
                .put(MacAddress.BROADCAST.octets())
                .put(mac.octets())
                .putShort((short) ETHERTYPE)
                .putShort((short) HARDWARE_ETHERNET)
                .putShort((short) ETHERTYPE_IPV4)
                .put((byte) 6)
                .put((byte) Family.IPV4.octets())
                .putShort((short) operation)
                .put(mac.octets())
                .put(sender.octets())
                .put(targetMac.octets())
                .put(target.octets())
                .array();
    }
}
