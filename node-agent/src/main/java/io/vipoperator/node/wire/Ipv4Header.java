package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * What matters to VRRP in the IPv4 header of a received packet (RFC 791 section 3.1). The header's own checksum isn't
 * looked at: the kernel drops a wrong one before a raw socket sees it. Pure.
 *
 * <pre>
 *  0      version (4) | IHL in words (4) | DSCP, ECN | total length (16)
 *  4      identification (16)            | 0 | DF | MF | fragment offset (13)
 *  8      TTL (8) | protocol (8)         | header checksum (16)
 * 12      source
 * 16      destination
 * 20      options until IHL
 * </pre>
 */
final class Ipv4Header {
    static final int PROTOCOL_VRRP = 112;

    private static final int MINIMUM_LENGTH = 20;
    private static final int MORE_FRAGMENTS_AND_OFFSET = 0x3fff;

    private Ipv4Header() {}

    /** Why these octets aren't a whole IPv4 packet with a VRRP message; empty if they are. */
    static Optional<Rejection> flaw(byte[] packet, int received) {
        if (received < MINIMUM_LENGTH || received > packet.length) {
            return Optional.of(Rejection.LENGTH);
        }
        if ((packet[0] & 0xff) >> 4 != 4) {
            return Optional.of(Rejection.PROTOCOL);
        }
        int headerLength = headerLength(packet);
        int totalLength = unsigned16(packet, 2);
        if (headerLength < MINIMUM_LENGTH
                || totalLength < headerLength + VrrpMessage.HEADER_LENGTH
                || totalLength > received) {
            return Optional.of(Rejection.LENGTH);
        }
        if ((packet[9] & 0xff) != PROTOCOL_VRRP || (unsigned16(packet, 6) & MORE_FRAGMENTS_AND_OFFSET) != 0) {
            return Optional.of(Rejection.PROTOCOL);
        }
        return Optional.empty();
    }

    /** Reads a packet that has no {@link #flaw}. What a short Ethernet frame was padded with stands behind the message. */
    static Envelope read(byte[] packet) {
        int headerLength = headerLength(packet);
        return new Envelope(
                headerLength,
                unsigned16(packet, 2) - headerLength,
                packet[8] & 0xff,
                IpAddress.of(Arrays.copyOfRange(packet, 12, 16)),
                IpAddress.of(Arrays.copyOfRange(packet, 16, 20)));
    }

    static int unsigned16(byte[] octets, int offset) {
        return ((octets[offset] & 0xff) << 8) | (octets[offset + 1] & 0xff);
    }

    private static int headerLength(byte[] packet) {
        return (packet[0] & 0x0f) * 4;
    }
}
