package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;

/**
 * A Neighbor Discovery message (RFC 4861 section 4) in IPv6 in Ethernet, all of it built here: a packet socket has no kernel
 * behind it that fills anything in. Pure.
 *
 * <pre>
 *  0   Ethernet: destination | source | 0x86dd
 * 14   version 6, traffic class, flow label (32) | payload length (16) | next header 58 | hop limit 255
 * 22   source | destination
 * 54   type | code 0 | checksum (16) | what the type has
 * </pre>
 */
final class Icmpv6Frame {
    static final int ETHERTYPE_IPV6 = 0x86dd;
    static final int NEXT_HEADER = 58;
    /** Of a router's neighbours only: who is farther away has less (RFC 4861 section 7.1). */
    static final int HOP_LIMIT = 255;

    static final int NEIGHBOR_SOLICITATION = 135;
    static final int NEIGHBOR_ADVERTISEMENT = 136;
    static final int SOURCE_LINK_LAYER_OPTION = 1;
    static final int TARGET_LINK_LAYER_OPTION = 2;

    static final int IP_OFFSET = 14;
    static final int SOURCE_OFFSET = 22;
    static final int DESTINATION_OFFSET = 38;
    static final int MESSAGE_OFFSET = 54;
    static final int TARGET_OFFSET = MESSAGE_OFFSET + 8;
    /** Type, code, checksum, flags and the target; options follow. */
    static final int FIXED_LENGTH = 24;

    private static final int CHECKSUM_OFFSET = 2;
    private static final int ADDRESSES_LENGTH = 32;
    private static final int PSEUDO_HEADER_LENGTH = ADDRESSES_LENGTH + 8;

    private Icmpv6Frame() {}

    /** A whole Ethernet frame around a message whose checksum field is 0. */
    static byte[] of(MacAddress to, MacAddress from, IpAddress source, IpAddress destination, byte[] message) {
        byte[] frame = ByteBuffer.allocate(MESSAGE_OFFSET + message.length)
                .put(to.octets())
                .put(from.octets())
                .putShort((short) ETHERTYPE_IPV6)
                .putInt(6 << 28)
                .putShort((short) message.length)
                .put((byte) NEXT_HEADER)
                .put((byte) HOP_LIMIT)
                .put(source.octets())
                .put(destination.octets())
                .put(message)
                .array();
        int checksum = checksum(frame, message.length);
        frame[MESSAGE_OFFSET + CHECKSUM_OFFSET] = (byte) (checksum >> 8);
        frame[MESSAGE_OFFSET + CHECKSUM_OFFSET + 1] = (byte) checksum;
        return frame;
    }

    /** Type, flags, target, and the MAC as the option of that type. */
    static byte[] message(int type, int flags, IpAddress target, int option, MacAddress mac) {
        return ByteBuffer.allocate(FIXED_LENGTH + 8)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(flags)
                .put(target.octets())
                .put((byte) option)
                .put((byte) 1)
                .put(mac.octets())
                .array();
    }

    /** The multicast MAC of an IPv6 group (RFC 2464 section 7). */
    static MacAddress groupMac(IpAddress group) {
        byte[] octets = group.octets();
        return MacAddress.of(new byte[] {0x33, 0x33, octets[12], octets[13], octets[14], octets[15]});
    }

    /** The checksum of a message whose field is 0; or 0 if the field is filled and right (RFC 8200 section 8.1). */
    static int checksum(byte[] frame, int messageLength) {
        byte[] summed = ByteBuffer.allocate(PSEUDO_HEADER_LENGTH + messageLength)
                .put(frame, SOURCE_OFFSET, ADDRESSES_LENGTH)
                .putInt(messageLength)
                .putInt(NEXT_HEADER)
                .put(frame, MESSAGE_OFFSET, messageLength)
                .array();
        return InternetChecksum.of(summed, 0, summed.length, 0);
    }
}
