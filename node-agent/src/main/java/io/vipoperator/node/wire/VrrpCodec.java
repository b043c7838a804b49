package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;

/** Advertisements as bytes, version 3 over IPv4 (RFC 9568 section 5). Pure. */
public final class VrrpCodec {
    private VrrpCodec() {}

    /**
     * The VRRP message, without an IP header.
     *
     * @param source of the packet to be, for the pseudo-header
     * @param destination of the packet to be, for the pseudo-header
     * @param form of the checksum
     */
    public static byte[] encode(
            Advertisement advertisement, IpAddress source, IpAddress destination, ChecksumForm form) {
        return new byte[0];
    }

    /**
     * Reads an IPv4 packet as a raw socket delivers it: with its IP header, perhaps with padding behind it. Checks all
     * that one packet alone can tell, in the order of {@link Rejection}.
     *
     * @param packet holds the packet from 0 to length
     * @param length received
     */
    public static Decoded decode(byte[] packet, int length) {
        return new Decoded.Rejected(Rejection.LENGTH);
    }
}
