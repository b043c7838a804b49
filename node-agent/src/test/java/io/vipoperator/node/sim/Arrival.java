package io.vipoperator.node.sim;

import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What arrives at a NIC: a whole frame, and to the raw socket the VRRP in it. */
final class Arrival {
    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int HOP_LIMIT = 255;

    private final byte[] frame;
    /** Of an advertisement: empty if it is none. */
    private final List<IpAddress> sourceAndDestination;

    private Arrival(byte[] frame, List<IpAddress> sourceAndDestination) {
        this.frame = frame;
        this.sourceAndDestination = sourceAndDestination;
    }

    /** ARP or Neighbor Discovery. */
    static Arrival frame(byte[] frame) {
        return new Arrival(frame, List.of());
    }

    static Arrival advertisement(MacAddress mac, IpAddress source, IpAddress destination, byte[] message) {
        boolean ipv4 = source.family() == Family.IPV4;
        byte[] header = ipv4 ? ipv4(source, destination, message.length) : ipv6(source, destination, message.length);
        byte[] frame = ByteBuffer.allocate(ETHERNET_LENGTH + header.length + message.length)
                .put(new byte[6])
                .put(mac.octets())
                .putShort((short) (ipv4 ? 0x0800 : 0x86dd))
                .put(header)
                .put(message)
                .array();
        return new Arrival(frame, List.of(source, destination));
    }

    /** The tap sees it first. */
    void deliver(int interfaceIndex, Wire.Receiver receiver) {
        receiver.frame(interfaceIndex, frame, frame.length);
        if (sourceAndDestination.isEmpty()) {
            return;
        }
        IpAddress source = sourceAndDestination.get(0);
        if (source.family() == Family.IPV4) {
            byte[] packet = Arrays.copyOfRange(frame, ETHERNET_LENGTH, frame.length);
            receiver.ipv4(interfaceIndex, packet, packet.length);
        } else {
            byte[] message = Arrays.copyOfRange(frame, ETHERNET_LENGTH + IPV6_LENGTH, frame.length);
            receiver.ipv6(interfaceIndex, source, sourceAndDestination.get(1), HOP_LIMIT, message, message.length);
        }
    }

    /** RFC 791 section 3.1. */
    private static byte[] ipv4(IpAddress source, IpAddress destination, int length) {
        ByteBuffer header = ByteBuffer.allocate(IPV4_LENGTH)
                .putShort((short) 0x45c0)
                .putShort((short) (IPV4_LENGTH + length))
                .putInt(0)
                .putShort((short) 0xff70)
                .putShort((short) 0)
                .put(source.octets())
                .put(destination.octets());
        int sum = 0;
        for (int i = 0; i < IPV4_LENGTH; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return header.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16))).array();
    }

    /** RFC 8200 section 3. */
    private static byte[] ipv6(IpAddress source, IpAddress destination, int length) {
        return ByteBuffer.allocate(IPV6_LENGTH)
                .putInt(6 << 28)
                .putShort((short) length)
                .put((byte) 112)
                .put((byte) HOP_LIMIT)
                .put(source.octets())
                .put(destination.octets())
                .array();
    }
}
