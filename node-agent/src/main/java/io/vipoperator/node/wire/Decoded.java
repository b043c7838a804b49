package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;

/** The outcome of reading a received packet: its meaning, or why it has none. Never an exception. */
public sealed interface Decoded {
    /**
     * A sound advertisement.
     *
     * @param advertisement its meaning
     * @param source of the IP packet
     * @param destination of the IP packet
     * @param checksumForm that the sender used
     */
    record Accepted(Advertisement advertisement, IpAddress source, IpAddress destination, ChecksumForm checksumForm)
            implements Decoded {}

    /**
     * Not an advertisement that may be heeded.
     *
     * @param rejection the first rung of the ladder that it fell from
     */
    record Rejected(Rejection rejection) implements Decoded {}
}
