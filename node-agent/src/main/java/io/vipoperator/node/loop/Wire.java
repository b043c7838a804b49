package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;

/** Packets in and out. Called on the loop's thread; never blocks and never takes the RTNL lock. */
public interface Wire {
    /**
     * Sends an advertisement.
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

    /** Takes a received packet. */
    @FunctionalInterface
    interface Receiver {
        /** The packet stands in the buffer from 0 to length and is valid during the call only. */
        void packet(int interfaceIndex, byte[] buffer, int length);
    }
}
