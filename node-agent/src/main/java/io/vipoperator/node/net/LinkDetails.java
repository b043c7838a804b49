package io.vipoperator.node.net;

/**
 * What a NIC is made of.
 *
 * @param kind macvlan, say, or empty
 * @param parentIndex of the NIC that it is on, or 0
 * @param group that somebody put it into, else 0
 * @param alias that somebody gave it, or empty
 * @param arpIgnore its own net.ipv4.conf value, not that of all NICs
 * @param arpAnnounce its own net.ipv4.conf value, not that of all NICs
 * @param forwardsIpv6 its own net.ipv6.conf value, which is the one that counts; as it was when the kernel told of the NIC last
 */
record LinkDetails(
        String kind, int parentIndex, int group, String alias, int arpIgnore, int arpAnnounce, boolean forwardsIpv6) {
    static final LinkDetails NONE = new LinkDetails("", 0, 0, "", 0, 0, false);
}
