package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * ICMP echo, of RFC 792 and of RFC 4443 section 4: requests as they are sent, and what a raw socket hears about them. Over IPv6 the
 * kernel fills in the checksum (RFC 3542 section 3.1). Pure.
 */
public final class IcmpEcho {
    /** ICMP header and the cookie. */
    public static final int REQUEST_BYTES = 16;

    private static final int HEADER_BYTES = 8;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int LEAST_IPV4_HEADER_BYTES = 20;

    private IcmpEcho() {}

    /** What was heard of a request. */
    public sealed interface Heard {
        /** The number that the request had. */
        int sequence();

        /** Its reply. */
        record Reply(int sequence, long cookie) implements Heard {}

        /**
         * Somebody on the way says that it can't be delivered.
         *
         * @param sequence of the request that he speaks of
         * @param reason in words
         */
        record Undeliverable(int sequence, String reason) implements Heard {}
    }

    /**
     * A request.
     *
     * @param identifier 0..65535
     * @param sequence 0..65535
     * @param cookie comes back with the reply
     */
    public static byte[] request(Family family, int identifier, int sequence, long cookie) {
        byte[] octets = ByteBuffer.allocate(REQUEST_BYTES)
                .put((byte) requestType(family))
                .put((byte) 0)
                .putShort((short) 0)
                .putShort((short) identifier)
                .putShort((short) sequence)
                .putLong(cookie)
                .array();
        if (family == Family.IPV4) {
            int checksum = InternetChecksum.of(octets, 0, octets.length, 0);
            octets[2] = (byte) (checksum >>> 8);
            octets[3] = (byte) checksum;
        }
        return octets;
    }

    /**
     * Reads what a raw socket received: over IPv4 with its IP header, over IPv6 without.
     *
     * @param identifier that the requests had
     * @return empty if it isn't about them
     */
    public static Optional<Heard> read(Family family, byte[] octets, int length, int identifier) {
        int start = family == Family.IPV4 ? ipv4HeaderBytes(octets, 0, length) : 0;
        if (start < 0 || length - start < HEADER_BYTES) {
            return Optional.empty();
        }
        int type = octets[start] & 0xff;
        if (type == replyType(family)) {
            return length - start >= REQUEST_BYTES && half(octets, start + 4) == identifier
                    ? Optional.of(new Heard.Reply(
                            half(octets, start + 6), ByteBuffer.wrap(octets).getLong(start + HEADER_BYTES)))
                    : Optional.empty();
        }
        Optional<String> reason = reason(family, type, octets[start + 1] & 0xff);
        return reason.flatMap(said -> quoted(family, octets, start + HEADER_BYTES, length, identifier, said));
    }

    /** An error quotes the packet that it is about: at least its header and eight octets more (RFC 792). */
    private static Optional<Heard> quoted(
            Family family, byte[] octets, int start, int length, int identifier, String reason) {
        int header = switch (family) {
            case IPV4 -> ipv4HeaderBytes(octets, start, length);
            case IPV6 -> IPV6_HEADER_BYTES;
        };
        int echo = start + header;
        if (header < 0
                || length - echo < HEADER_BYTES
                || (octets[echo] & 0xff) != requestType(family)
                || half(octets, echo + 4) != identifier) {
            return Optional.empty();
        }
        return Optional.of(new Heard.Undeliverable(half(octets, echo + 6), reason));
    }

    private static int ipv4HeaderBytes(byte[] octets, int start, int length) {
        if (length - start < LEAST_IPV4_HEADER_BYTES) {
            return -1;
        }
        int bytes = (octets[start] & 0xf) * 4;
        return bytes < LEAST_IPV4_HEADER_BYTES ? -1 : bytes;
    }

    /** RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3. */
    private static Optional<String> reason(Family family, int type, int code) {
        return switch (family) {
            case IPV4 ->
                switch (type) {
                    case 3 -> Optional.of(unreachable(code));
                    case 11 -> Optional.of("its time to live ended on the way");
                    default -> Optional.empty();
                };
            case IPV6 ->
                switch (type) {
                    case 1 -> Optional.of(unreachableOverIpv6(code));
                    case 3 -> Optional.of("its hop limit ended on the way");
                    default -> Optional.empty();
                };
        };
    }

    private static String unreachable(int code) {
        return switch (code) {
            case 0 -> "the network is unreachable";
            case 1 -> "the host is unreachable";
            case 9, 10, 13 -> "it is prohibited";
            default -> "it is unreachable (code " + code + ")";
        };
    }

    private static String unreachableOverIpv6(int code) {
        return switch (code) {
            case 0 -> "there is no route to it";
            case 1, 5 -> "it is prohibited";
            case 3 -> "the host is unreachable";
            default -> "it is unreachable (code " + code + ")";
        };
    }

    private static int requestType(Family family) {
        return family == Family.IPV4 ? 8 : 128;
    }

    private static int replyType(Family family) {
        return family == Family.IPV4 ? 0 : 129;
    }

    private static int half(byte[] octets, int offset) {
        return ((octets[offset] & 0xff) << 8) | (octets[offset + 1] & 0xff);
    }
}
