package io.vipoperator.node.wire;

import java.util.HexFormat;

/**
 * A 48-bit hardware address.
 *
 * @param bits the six octets as a number, the first octet highest
 */
public record MacAddress(long bits) {
    /** To all stations. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

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
