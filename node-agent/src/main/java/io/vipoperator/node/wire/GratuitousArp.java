package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;

/**
 * Gratuitous ARP frames: sender and target are the same address (RFC 826, RFC 5227 section 3). Pure.
 *
 * <pre>
 *  0   Ethernet: to all stations | from the MAC | 0x0806
 * 14   hardware 1 | protocol 0x0800 | lengths 6, 4 | operation (16)
 * 22   sender MAC | sender address | target MAC | target address
 * </pre>
 */
public final class GratuitousArp {
    private static final int FRAME_LENGTH = 42;
    private static final short ETHERTYPE_ARP = 0x0806;
    private static final short ETHERTYPE_IPV4 = 0x0800;
    private static final short HARDWARE_ETHERNET = 1;
    private static final short REQUEST = 1;
    private static final short REPLY = 2;

    private GratuitousArp() {}

    /**
     * A broadcast ARP request for one's own address, the form that keepalived and FRR send: a whole Ethernet frame. The
     * target MAC is theirs too, all ones; receivers ignore it.
     *
     * @throws IllegalArgumentException if the address isn't IPv4
     */
    public static byte[] request(MacAddress mac, IpAddress address) {
        return frame(REQUEST, mac, address, MacAddress.BROADCAST);
    }

    /**
     * A broadcast ARP reply that nobody asked for: a whole Ethernet frame. Its target MAC is the sender's (RFC 5944
     * section 4.6): Linux takes a reply for gratuitous only then.
     *
     * @throws IllegalArgumentException if the address isn't IPv4
     */
    public static byte[] reply(MacAddress mac, IpAddress address) {
        return frame(REPLY, mac, address, mac);
    }

    private static byte[] frame(short operation, MacAddress mac, IpAddress address, MacAddress target) {
        if (address.family() != Family.IPV4) {
            throw new IllegalArgumentException("ARP is for IPv4 addresses, not " + address);
        }
        return ByteBuffer.allocate(FRAME_LENGTH)
                .put(MacAddress.BROADCAST.octets())
                .put(mac.octets())
                .putShort(ETHERTYPE_ARP)
                .putShort(HARDWARE_ETHERNET)
                .putShort(ETHERTYPE_IPV4)
                .put((byte) 6)
                .put((byte) Family.IPV4.octets())
                .putShort(operation)
                .put(mac.octets())
                .put(address.octets())
                .put(target.octets())
                .put(address.octets())
                .array();
    }
}
