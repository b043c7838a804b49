package io.vipoperator.node.net;

import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.vrrp.Family;
import java.util.Optional;

/** What of this host stands in the way of a plan. Reads /proc; on the netlink thread. */
final class Obstacles {
    private Obstacles() {}

    /** Why the plan can't be carried out on that NIC, if so. */
    static Optional<String> to(InstallPlan plan, String interfaceName) {
        String release = ProcFiles.read("/proc/sys/kernel/osrelease");
        if (!Mark.keptBy(release)) {
            return Optional.of(
                    "Linux " + release
                            + " doesn't keep the mark that tells our addresses from others (IFA_PROTO): 5.18 or later is needed");
        }
        if (plan.prefixRoute() && hasIpv4(plan) && !ProcFiles.promotesSecondaries(interfaceName)) {
            return Optional.of(
                    "prefixRoute needs net.ipv4.conf." + interfaceName
                            + ".promote_secondaries = 1 on this node: else other addresses of the subnet go when this one goes");
        }
        return Optional.empty();
    }

    /**
     * Which host-wide setting keeps a virtual MAC from working, with the line to set. Values of all NICs are stronger than a
     * macvlan's own.
     */
    static Optional<String> toVirtualMac(Family family) {
        if (family == Family.IPV6) {
            return ProcFiles.newInterfacesAcceptRouterAdvertisements()
                    ? Optional.of(
                            "set net.ipv6.conf.default.accept_ra = 0 on this node: else the macvlan takes addresses and"
                                    + " a default route from router advertisements")
                    : Optional.empty();
        }
        if (ProcFiles.ofAllInterfaces(InterfaceConfiguration.RP_FILTER) == 1) {
            return Optional.of(
                    "set net.ipv4.conf.all.rp_filter = 0 on this node, each NIC's own value stays: else the kernel"
                            + " drops what comes to the virtual MAC");
        }
        if (ProcFiles.ofAllInterfaces(InterfaceConfiguration.ARP_FILTER) != 0) {
            return Optional.of(
                    "set net.ipv4.conf.all.arp_filter = 0 on this node: else the kernel answers no ARP with the virtual MAC");
        }
        int arpIgnore = ProcFiles.ofAllInterfaces(InterfaceConfiguration.ARP_IGNORE);
        return arpIgnore > 1
                ? Optional.of("set net.ipv4.conf.all.arp_ignore = 1 on this node, it is " + arpIgnore
                        + ": else the kernel answers no ARP for host addresses, or with another MAC")
                : Optional.empty();
    }

    /** There are no secondary addresses in IPv6. */
    private static boolean hasIpv4(InstallPlan plan) {
        return plan.addresses().stream().anyMatch(one -> one.address().family() == Family.IPV4);
    }
}
