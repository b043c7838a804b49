package io.vipoperator.node.agent;

import java.util.List;

/** What this agent can do, in the words that a router's {@code requires} uses. Part of the API: reported in status. */
final class Features {
    /** Sorted. */
    static final List<String> ALL = List.of("IPv4", "Multicast", "V3");

    private Features() {}
}
