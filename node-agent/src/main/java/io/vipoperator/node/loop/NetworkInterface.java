package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A NIC of this node as the kernel describes it.
 *
 * @param index of the kernel, never used twice
 * @param name of it
 * @param mac empty where it has none of 48 bits
 * @param mtuBytes of it
 * @param running up and with carrier
 * @param loopback the loopback device
 * @param noArp does not speak ARP
 * @param addresses the node's own that are in use, without our marked ones, in the kernel's order: the first of a family is the
 *     primary
 * @param defaultRoutes the metric of its default route, by family, where it has one
 * @param arpIgnore net.ipv4.conf's arp_ignore as it acts on the NIC: above 1 the kernel doesn't answer for host addresses
 * @param forwardsIpv6 the kernel answers for its IPv6 addresses as a router (net.ipv6.conf.NAME.forwarding)
 */
public record NetworkInterface(
        int index,
        String name,
        Optional<MacAddress> mac,
        int mtuBytes,
        boolean running,
        boolean loopback,
        boolean noArp,
        List<AddressWithPrefix> addresses,
        Map<Family, Integer> defaultRoutes,
        int arpIgnore,
        boolean forwardsIpv6) {
    public NetworkInterface {
        addresses = List.copyOf(addresses);
        defaultRoutes = Map.copyOf(defaultRoutes);
    }

    /** With an IPv4 default route of that metric or none, the kernel's own arp_ignore, and no forwarding. */
    public NetworkInterface(
            int index,
            String name,
            Optional<MacAddress> mac,
            int mtuBytes,
            boolean running,
            boolean loopback,
            boolean noArp,
            List<AddressWithPrefix> addresses,
            Optional<Integer> defaultRoute) {
        this(
                index,
                name,
                mac,
                mtuBytes,
                running,
                loopback,
                noArp,
                addresses,
                defaultRoute.map(metric -> Map.of(Family.IPV4, metric)).orElse(Map.of()),
                0,
                false);
    }

    /** The metric of its default route of that family, if it has one. */
    public Optional<Integer> defaultRoute(Family family) {
        return Optional.ofNullable(defaultRoutes.get(family));
    }
}
