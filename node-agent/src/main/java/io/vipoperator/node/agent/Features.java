package io.vipoperator.node.agent;

import java.util.List;

/** What this agent can do, in the words that a router's {@code requires} uses. Part of the API: reported in status. */
final class Features {
    /** Sorted. */
    static final List<String> ALL = List.of(
            "Groups",
            "HMAC",
            "IPv4",
            "IPv6",
            "Multicast",
            "Password",
            "TrackInterfaces",
            "Unicast",
            "V2",
            "V3",
            "VirtualMAC");

    private Features() {}
}
