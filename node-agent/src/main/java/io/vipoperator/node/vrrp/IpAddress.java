package io.vipoperator.node.vrrp;

import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address as a value. Ordered as unsigned octets in network order, which is the order of VRRP's
 * tie-break (RFC 9568 section 6.4.3). Immutable.
 */
public final class IpAddress implements Comparable<IpAddress> {
    private final byte[] octets;

    private IpAddress(byte[] octets) {
        this.octets = octets;
    }

    /**
     * An address of its octets in network order.
     *
     * @throws IllegalArgumentException unless there are 4 or 16
     */
    public static IpAddress of(byte[] octets) {
        if (octets.length != Family.IPV4.octets() && octets.length != Family.IPV6.octets()) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length);
        }
        return new IpAddress(octets.clone());
    }

    /**
     * Parses a literal, without any name look-up.
     *
     * @throws IllegalArgumentException if the text is not a literal address
     */
    public static IpAddress parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not an IP address"));
    }

    /** Parses a literal, without any name look-up; empty if it is none. */
    public static Optional<IpAddress> tryParse(String text) {
        return IpAddressText.parse(text).map(IpAddress::new);
    }

    /** The family that the length tells. */
    public Family family() {
        return octets.length == Family.IPV4.octets() ? Family.IPV4 : Family.IPV6;
    }

    /** Whether it is of fe80::/10 or 169.254.0.0/16, and so means another host on each link. */
    public boolean isLinkLocal() {
        return family() == Family.IPV4
                ? (octets[0] & 0xff) == 169 && (octets[1] & 0xff) == 254
                : (octets[0] & 0xff) == 0xfe && (octets[1] & 0xc0) == 0x80;
    }

    /** A copy of the octets in network order. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public int compareTo(IpAddress other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The canonical text (RFC 5952 for IPv6). */
    @Override
    public String toString() {
        return IpAddressText.format(octets);
    }
}
