package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells a plan that would empty the cluster from one that people asked for. A loss counts where a VirtualIP, neither
 * edited nor deleted, ends with fewer members; a member that makes room for another is a move. Stateless.
 */
final class Hold {
    private Hold() {}

    /** The nodes that would lose routers, if they are two or more and more than half; else none. */
    static SortedSet<String> nodes(Fleet fleet, FleetPlan plan, Programmed programmed) {
        Map<String, VipRequest> requests = new HashMap<>();
        fleet.virtualIPs().forEach(vip -> requests.put(vip.name(), vip));
        SortedSet<String> losers = new TreeSet<>();
        for (NodeRecord node : fleet.nodeStates()) {
            List<RouterSpec> next = plan.routers().getOrDefault(node.name(), List.of());
            for (RouterSpec router : node.routers()) {
                VipRequest request = requests.get(router.virtualIP());
                boolean stays = next.stream().anyMatch(r -> r.virtualIP().equals(router.virtualIP()));
                if (!stays
                        && request != null
                        && !edited(request, router)
                        && shrinks(request.name(), plan, programmed)) {
                    losers.add(node.name());
                }
            }
        }
        boolean tooMany =
                losers.size() >= 2 && losers.size() * 2 > fleet.nodeStates().size();
        return tooMany ? losers : new TreeSet<>();
    }

    private static boolean edited(VipRequest request, RouterSpec router) {
        return !request.uid().equals(router.uid()) || request.generation() != Values.orZero(router.generation());
    }

    private static boolean shrinks(String vip, FleetPlan plan, Programmed programmed) {
        return plan.virtualIPs().get(vip).members().size() < programmed.of(vip).size();
    }
}
