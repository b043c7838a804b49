package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;

/** Gratuitous ARP frames: sender and target are the same address (RFC 826, RFC 5227 section 3). Pure. */
public final class GratuitousArp {
    private GratuitousArp() {}

    /**
     * A broadcast ARP request for one's own address, the form that keepalived and FRR send: a whole Ethernet frame. The
     * target MAC is theirs too, all ones; receivers ignore it.
     *
     * @throws IllegalArgumentException if the address isn't IPv4
     */
    public static byte[] request(MacAddress mac, IpAddress address) {
        return ArpFrame.broadcast(ArpFrame.REQUEST, mac, address, MacAddress.BROADCAST, address);
    }

    /**
     * A broadcast ARP reply that nobody asked for: a whole Ethernet frame. Its target MAC is the sender's (RFC 5944
     * section 4.6): Linux takes a reply for gratuitous only then.
     *
     * @throws IllegalArgumentException if the address isn't IPv4
     */
    public static byte[] reply(MacAddress mac, IpAddress address) {
        return ArpFrame.broadcast(ArpFrame.REPLY, mac, address, mac, address);
    }
}
