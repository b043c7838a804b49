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

    /** There are no secondary addresses in IPv6. */
    private static boolean hasIpv4(InstallPlan plan) {
        return plan.addresses().stream().anyMatch(one -> one.address().family() == Family.IPV4);
    }
}
