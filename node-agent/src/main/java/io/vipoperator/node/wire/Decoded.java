package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Set;

/** The outcome of reading a received packet: its meaning, or why it has none. Never an exception. */
public sealed interface Decoded {
    /**
     * A sound advertisement. Whether the router that it is for heeds it is another question.
     *
     * @param advertisement its meaning
     * @param source of the IP packet
     * @param destination of the IP packet
     * @param ttl TTL or hop limit as received, 0..255
     * @param checksumForms the forms in which a checksum of version 3 over IPv4 is right, nearly always one; empty for others
     * @param credential what proves who sent it
     */
    record Accepted(
            Advertisement advertisement,
            IpAddress source,
            IpAddress destination,
            int ttl,
            Set<ChecksumForm> checksumForms,
            Credential credential)
            implements Decoded {
        public Accepted {
            checksumForms = Set.copyOf(checksumForms);
        }
    }

    /**
     * Not an advertisement that may be heeded by anybody.
     *
     * @param rejection the first rung of the ladder that it fell from
     */
    record Rejected(Rejection rejection) implements Decoded {}
}
