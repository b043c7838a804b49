package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import java.util.HexFormat;

/**
 * A 48-bit hardware address.
 *
 * @param bits the six octets as a number, the first octet highest
 */
public record MacAddress(long bits) {
    /** To all stations. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private static final long VIRTUAL_IPV4 = 0x0000_5e00_0100L;
    private static final long VIRTUAL_IPV6 = 0x0000_5e00_0200L;

    /**
     * The virtual router's own (RFC 9568 section 7.3).
     *
     * @param family of the virtual router
     * @param virtualRouterID 1..255
     */
    public static MacAddress virtual(Family family, int virtualRouterID) {
        return new MacAddress(
                switch (family) {
                    case IPV4 -> VIRTUAL_IPV4 | virtualRouterID;
                    case IPV6 -> VIRTUAL_IPV6 | virtualRouterID;
                });
    }

    /** Whether it is a virtual router's, of whatever family and VRID: not one station's. */
    public boolean isVirtual() {
        long range = bits & ~0xffL;
        return range == VIRTUAL_IPV4 || range == VIRTUAL_IPV6;
    }

    /**
     * Of its six octets.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static MacAddress of(byte[] octets) {
        if (octets.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 octets, not " + octets.length);
        }
        long bits = 0;
        for (byte octet : octets) {
            bits = (bits << 8) | (octet & 0xff);
        }
        return new MacAddress(bits);
    }

    /** The six octets in the order of the wire. */
    public byte[] octets() {
        byte[] octets = new byte[6];
        for (int i = 0; i < 6; i++) {
            octets[i] = (byte) (bits >> (8 * (5 - i)));
        }
        return octets;
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(octets());
    }
}
