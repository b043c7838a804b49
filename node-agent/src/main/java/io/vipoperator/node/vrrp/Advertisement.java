package io.vipoperator.node.vrrp;

import java.util.List;

/**
 * What an advertisement says, whatever bytes carried it (RFC 9568 section 5.2).
 *
 * @param version 2 or 3
 * @param virtualRouterID 1..255
 * @param priority 0..255; 0 is a resignation, 255 the owner's
 * @param intervalNanos of the sender's advertisements
 * @param addresses of the virtual router, in the order of the packet
 */
public record Advertisement(
        int version, int virtualRouterID, int priority, long intervalNanos, List<IpAddress> addresses) {
    public Advertisement {
        addresses = List.copyOf(addresses);
    }
}
