package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the NIC of a router and its primary address (RFC 9568 section 1.6). Pure. */
public final class InterfaceSelection {
    private InterfaceSelection() {}

    /**
     * Finds the NIC.
     *
     * @param rule which NIC
     * @param transport of the router: a fixed source is its primary address
     * @param addresses of the router; the first that isn't an IPv6 link-local one decides the subnet, and all have one family
     * @param interfaces of the node
     * @param virtual all addresses that this node might install: the primary address is another one, if there is another
     */
    public static Selection select(
            InterfaceRule rule,
            Transport transport,
            List<IpAddress> addresses,
            List<NetworkInterface> interfaces,
            Set<IpAddress> virtual) {
        // Every NIC has the subnet of link-local addresses, and one of them stands first (RFC 9568 section 5.2.9).
        IpAddress deciding = addresses.stream()
                .filter(address -> !isIpv6LinkLocal(address))
                .findFirst()
                .orElse(addresses.get(0));
        Optional<NetworkInterface> found = find(rule, deciding, interfaces);
        if (found.isEmpty()) {
            return new Selection.Unfit(FaultReason.InterfaceNotFound, notFound(rule, deciding));
        }
        NetworkInterface nic = found.get();
        if (transport.source().isPresent()) {
            return withSource(nic, transport.source().get());
        }
        boolean linkLocal = deciding.family() == Family.IPV6 && transport instanceof Transport.Multicast;
        return primaryAddress(nic, deciding, linkLocal, virtual)
                .<Selection>map(primary -> new Selection.Chosen(nic, primary))
                .orElseGet(() -> new Selection.Unfit(
                        FaultReason.NoPrimaryAddress,
                        "interface " + nic.name() + " has no " + deciding.family() + (linkLocal ? " link-local" : "")
                                + " address that could be the source of advertisements"));
    }

    /** The same for advertisements to the group from the NIC's primary address. */
    public static Selection select(
            InterfaceRule rule, List<IpAddress> addresses, List<NetworkInterface> interfaces, Set<IpAddress> virtual) {
        return select(rule, Transport.Multicast.fromPrimary(), addresses, interfaces, virtual);
    }

    private static Selection withSource(NetworkInterface nic, IpAddress source) {
        boolean there = nic.addresses().stream().anyMatch(own -> own.address().equals(source));
        return there
                ? new Selection.Chosen(nic, source)
                : new Selection.Unfit(
                        FaultReason.NoPrimaryAddress,
                        "source address " + source + " is not on interface " + nic.name());
    }

    private static boolean isIpv6LinkLocal(IpAddress address) {
        return address.family() == Family.IPV6 && address.isLinkLocal();
    }

    /** Whether the subnet of the one holds the other. */
    static boolean holds(AddressWithPrefix subnet, IpAddress address) {
        if (subnet.address().family() != address.family()) {
            return false;
        }
        byte[] a = subnet.address().octets();
        byte[] b = address.octets();
        int whole = subnet.prefixLength() / 8;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = subnet.prefixLength() % 8;
        return rest == 0 || ((a[whole] ^ b[whole]) & 0xff) >> (8 - rest) == 0;
    }

    private static Optional<NetworkInterface> find(
            InterfaceRule rule, IpAddress first, List<NetworkInterface> interfaces) {
        List<NetworkInterface> candidates =
                interfaces.stream().filter(nic -> !nic.loopback()).toList();
        return switch (rule) {
            case InterfaceRule.Subnet subnet -> bySubnet(first, candidates);
            case InterfaceRule.DefaultRoute route ->
                candidates.stream()
                        .filter(nic -> nic.defaultRoute(first.family()).isPresent())
                        .min(Comparator.comparing((NetworkInterface nic) ->
                                        nic.defaultRoute(first.family()).get())
                                .thenComparing(NetworkInterface::name));
            case InterfaceRule.Name(String name) ->
                candidates.stream().filter(nic -> nic.name().equals(name)).findFirst();
            case InterfaceRule.NamePattern(var pattern) ->
                candidates.stream()
                        .filter(nic -> pattern.matcher(nic.name()).matches())
                        .min(Comparator.comparing(NetworkInterface::name));
        };
    }

    /** The longest prefix wins, as in routing; then a NIC that runs; then the name, so that the choice is stable. */
    private static Optional<NetworkInterface> bySubnet(IpAddress first, List<NetworkInterface> candidates) {
        return candidates.stream()
                .filter(nic -> longestPrefix(nic, first) >= 0)
                .min(Comparator.comparing((NetworkInterface nic) -> -longestPrefix(nic, first))
                        .thenComparing(nic -> !nic.running())
                        .thenComparing(NetworkInterface::name));
    }

    /**
     * A host address holds nothing but itself: a VirtualIP's that somebody else has put on a NIC, as kube-proxy does on kube-ipvs0, must not draw the
     * router to where it is.
     */
    private static int longestPrefix(NetworkInterface nic, IpAddress first) {
        return nic.addresses().stream()
                .filter(own -> own.prefixLength() < own.address().family().octets() * 8 && holds(own, first))
                .mapToInt(AddressWithPrefix::prefixLength)
                .max()
                .orElse(-1);
    }

    /**
     * The first address that no router wants, in the subnet if one is there. A virtual address that is the node's own too
     * serves if there is nothing else: else one mistaken VirtualIP would take the source from all routers of the NIC. RFC 9568
     * section 5.1.2.1: advertisements to the IPv6 group come from a link-local address.
     */
    private static Optional<IpAddress> primaryAddress(
            NetworkInterface nic, IpAddress first, boolean linkLocal, Set<IpAddress> virtual) {
        return nic.addresses().stream()
                .filter(own -> own.address().family() == first.family())
                .filter(own -> !linkLocal || own.address().isLinkLocal())
                .min(Comparator.comparing((AddressWithPrefix own) -> virtual.contains(own.address()))
                        .thenComparing(own -> !holds(own, first)))
                .map(AddressWithPrefix::address);
    }

    private static String notFound(InterfaceRule rule, IpAddress first) {
        return switch (rule) {
            case InterfaceRule.Subnet subnet -> "no interface has a subnet that holds " + first;
            case InterfaceRule.DefaultRoute route ->
                "no interface has an " + (first.family() == Family.IPV4 ? "IPv4" : "IPv6") + " default route";
            case InterfaceRule.Name(String name) -> "interface " + name + " does not exist";
            case InterfaceRule.NamePattern(var pattern) -> "no interface has a name that matches '" + pattern + "'";
        };
    }
}
