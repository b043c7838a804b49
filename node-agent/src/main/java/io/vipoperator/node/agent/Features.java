package io.vipoperator.node.agent;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What this agent can do, in the words that a router's {@code requires} uses. Part of the API: reported in status. */
final class Features {
    /** Those that every agent of this version has. Sorted. */
    static final List<String> ALL = List.of(
            "DNSCheck",
            "GRPCCheck",
            "Groups",
            "HMAC",
            "HTTPCheck",
            "IPv4",
            "IPv6",
            "Multicast",
            "Password",
            "PingCheck",
            "SMTPCheck",
            "ServiceCheck",
            "TCPCheck",
            "TrackInterfaces",
            "UDPCheck",
            "Unicast",
            "V2",
            "V3",
            "VirtualMAC");

    /** Those that need rights on the host; an agent has them where somebody granted them. Sorted. */
    static final Set<String> OF_HOST = Set.of("ExecCheck", "FileCheck", "ProcessCheck");

    private Features() {}

    /** Whether this version knows the word; the right to do it is another matter. */
    static boolean isKnown(String feature) {
        return ALL.contains(feature) || OF_HOST.contains(feature);
    }

    /** Of an agent that was granted these; words that need no grant, or that nobody knows, count for nothing. Sorted. */
    static List<String> with(Collection<String> granted) {
        return Stream.concat(ALL.stream(), granted.stream().filter(OF_HOST::contains))
                .distinct()
                .sorted()
                .toList();
    }
}
