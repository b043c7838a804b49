package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;

/** Gratuitous ARP frames (RFC 826, RFC 5227 section 3). Pure. */
public final class GratuitousArp {
    private static final byte[] PLACEHOLDER = {};

    private GratuitousArp() {}

    /** A broadcast ARP request for one's own address, the form that keepalived and FRR send: a whole Ethernet frame. */
    public static byte[] request(MacAddress mac, IpAddress address) {
        return PLACEHOLDER;
    }

    /** A broadcast ARP reply that nobody asked for: a whole Ethernet frame. */
    public static byte[] reply(MacAddress mac, IpAddress address) {
        return PLACEHOLDER;
    }
}
