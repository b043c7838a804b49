package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;

/** The one's complement checksum of RFC 1071, with the pseudo-headers that VRRP needs. Pure. */
final class InternetChecksum {
    private InternetChecksum() {}

    /**
     * The checksum of octets whose checksum field is 0; or 0 if the field is filled and right.
     *
     * @param pseudoHeaderSum what stands before the octets only in thought; 0 = nothing
     */
    static int of(byte[] octets, int offset, int length, int pseudoHeaderSum) {
        return ~folded(pseudoHeaderSum + sum(octets, offset, length)) & 0xffff;
    }

    /**
     * The pseudo-header: source, destination, 112, length. Over IPv6 it is that of RFC 8200 section 8.1; over IPv4 it is as
     * RFC 5798 and those who followed it sum it. Where zeros stand between them doesn't matter to the sum.
     */
    static int pseudoHeaderSum(IpAddress source, IpAddress destination, int messageLength) {
        byte[] from = source.octets();
        byte[] to = destination.octets();
        return sum(from, 0, from.length) + sum(to, 0, to.length) + Ipv4Header.PROTOCOL_VRRP + messageLength;
    }

    /** Fits in 32 bits, read as unsigned: 65,535 octets and a pseudo-header sum up to less than 2^32. */
    private static int sum(byte[] octets, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = octets[offset + i] & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static int folded(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return folded;
    }
}
