package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;

/** Packets in and out. Called on the loop's thread; never blocks and never takes the RTNL lock. */
public interface Wire {
    /**
     * Sends an advertisement, over the family of its addresses, to the group or to one peer.
     *
     * @throws SendFailedException if the kernel refuses it
     */
    void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message)
            throws SendFailedException;

    /**
     * Sends a whole Ethernet frame.
     *
     * @throws SendFailedException if the kernel refuses it
     */
    void sendFrame(int interfaceIndex, byte[] frame) throws SendFailedException;

    /** Hands over received packets, at most a bounded number, and returns how many. */
    int receive(Receiver receiver);

    /** Takes what was received. All of it stands in the buffer from 0 to length and is valid during the call only. */
    interface Receiver {
        /** A packet of protocol 112 over IPv4, with its IP header. */
        void ipv4(int interfaceIndex, byte[] buffer, int length);

        /** A message of protocol 112 over IPv6; a raw socket delivers it without the IP header, which is told beside it. */
        void ipv6(int interfaceIndex, IpAddress source, IpAddress destination, int hopLimit, byte[] buffer, int length);

        /**
         * A whole Ethernet frame as the NIC delivered it, before any firewall: ARP, Neighbor Solicitations and Advertisements, and
         * VRRP over both families; no others.
         */
        void frame(int interfaceIndex, byte[] buffer, int length);
    }
}
