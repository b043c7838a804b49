package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;

/**
 * An advertisement to the group as a whole Ethernet frame, for who sends it from a virtual MAC (RFC 9568 section 7.3): a raw
 * socket would send it from the NIC's own.
 */
public final class AdvertisementFrame {
    private static final int ETHERNET_BYTES = 14;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final short ETHERTYPE_IPV4 = 0x0800;
    private static final short ETHERTYPE_IPV6 = (short) 0x86dd;
    private static final byte VRRP = 112;
    private static final byte MOST_HOPS = (byte) 255;
    private static final byte CS6 = (byte) 0xc0;
    private static final short DONT_FRAGMENT = 0x4000;

    /** RFC 1112 section 6.4 and RFC 2464 section 7, of the two groups. */
    private static final byte[] IPV4_GROUP_MAC = {0x01, 0x00, 0x5e, 0x00, 0x00, 0x12};

    private static final byte[] IPV6_GROUP_MAC = {0x33, 0x33, 0x00, 0x00, 0x00, 0x12};

    private AdvertisementFrame() {}

    /**
     * The frame.
     *
     * @param mac from which it comes
     * @param source of the family of the group
     * @param group 224.0.0.18 or ff02::12
     * @param message with its checksum
     */
    public static byte[] of(MacAddress mac, IpAddress source, IpAddress group, byte[] message) {
        boolean ipv4 = source.family() == Family.IPV4;
        int headerBytes = ipv4 ? IPV4_BYTES : IPV6_BYTES;
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + headerBytes + message.length);
        frame.put(ipv4 ? IPV4_GROUP_MAC : IPV6_GROUP_MAC).put(mac.octets());
        frame.putShort(ipv4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6);
        if (ipv4) {
            frame.put((byte) 0x45).put(CS6).putShort((short) (IPV4_BYTES + message.length));
            frame.putShort((short) 0).putShort(DONT_FRAGMENT);
            frame.put(MOST_HOPS).put(VRRP).putShort((short) 0);
        } else {
            frame.putInt(0x60000000 | (CS6 & 0xff) << 20).putShort((short) message.length);
            frame.put(VRRP).put(MOST_HOPS);
        }
        frame.put(source.octets()).put(group.octets()).put(message);
        if (ipv4) {
            int checksum = InternetChecksum.of(frame.array(), ETHERNET_BYTES, IPV4_BYTES, 0);
            frame.putShort(ETHERNET_BYTES + 10, (short) checksum);
        }
        return frame.array();
    }
}
