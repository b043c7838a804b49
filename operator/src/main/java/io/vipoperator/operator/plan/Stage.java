package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.TransportType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a plan is written now and what a turn later, so that the order of writes decides no election: writes are further
 * apart than the Skew_Times of two ranks (RFC 9568 section 6.1). A VirtualIP that runs nowhere begins on its best member
 * alone, which so starts its Active_Down_Timer first; one that is to end is taken from the Active last, so that no Backup
 * takes over for a moment. As a node state is written whole, an order of nodes would not do: each may be the best for one
 * VirtualIP and the second for another. Likewise a member that comes by Unicast is told only after those that run let it in,
 * and a router that runs gets another key only after all nodes have it. With the routers go their health checks. Stateless;
 * what was written is the memory.
 */
public final class Stage {
    private Stage() {}

    /**
     * What to write now, by node.
     *
     * @param refused nodes whose last write the API server refused: nobody waits for them
     * @param present digests of the keys that the agents' Secret holds
     * @param mounted those of them that every node has
     */
    public static SortedMap<String, NodePlan> next(
            Fleet fleet, FleetPlan plan, Set<String> refused, Set<String> present, Set<String> mounted) {
        Programmed programmed = new Programmed(fleet);
        NodeChecks checks = new NodeChecks(fleet, plan, programmed, mounted);
        Map<String, String> first = beginners(plan, programmed, refused);
        SortedMap<String, List<RouterSpec>> next = new TreeMap<>();
        plan.routers()
                .forEach((node, routers) -> next.put(
                        node,
                        new ArrayList<>(routers.stream()
                                .filter(r ->
                                        first.getOrDefault(r.virtualIP(), node).equals(node))
                                .filter(r -> letIn(r, node, programmed, refused))
                                .flatMap(r -> withKeys(r, node, programmed, checks, present, mounted).stream())
                                .toList())));
        leavers(fleet, plan, programmed, refused)
                .forEach((vip, nodes) -> nodes.forEach(node ->
                        keep(programmed.of(vip).get(node), next.computeIfAbsent(node, n -> new ArrayList<>()))));
        return checks.with(next);
    }

    /** Whom the others don't let in would hear nobody, and become a second Active. */
    private static boolean letIn(RouterSpec router, String node, Programmed programmed, Set<String> refused) {
        boolean unicast = router.transport() != null && router.transport().type() == TransportType.Unicast;
        Map<String, List<RouterSpec>> running = programmed.of(router.virtualIP(), router.uid());
        if (!unicast || running.containsKey(node) || router.transport().sourceAddress() == null) {
            return true;
        }
        return running.entrySet().stream()
                .filter(e -> !refused.contains(e.getKey()))
                .flatMap(e -> e.getValue().stream())
                .filter(r -> r.family() == router.family()
                        && r.transport() != null
                        && r.transport().type() == TransportType.Unicast)
                .allMatch(r -> Values.orEmpty(r.transport().peers()).stream()
                        .anyMatch(
                                peer -> peer.address().equals(router.transport().sourceAddress())));
    }

    /** One that runs would stop without a key, one that begins waits for it on its node. */
    private static Optional<RouterSpec> withKeys(
            RouterSpec router,
            String node,
            Programmed programmed,
            NodeChecks checks,
            Set<String> present,
            Set<String> mounted) {
        Set<String> digests = Keys.digests(router);
        // Without its certificates a check would fail: what runs must not begin with it.
        digests.addAll(checks.newDigests(router, node));
        Optional<RouterSpec> running =
                programmed.of(router.virtualIP(), router.uid()).getOrDefault(node, List.of()).stream()
                        .filter(r -> r.family() == router.family())
                        .findFirst();
        if (running.isEmpty()) {
            return present.containsAll(digests) ? Optional.of(router) : Optional.empty();
        }
        digests.removeAll(Keys.digests(running.get()));
        return mounted.containsAll(digests) ? Optional.of(router) : running;
    }

    /** VirtualIP to the node on which it begins. */
    private static Map<String, String> beginners(FleetPlan plan, Programmed programmed, Set<String> refused) {
        Map<String, String> first = new HashMap<>();
        plan.virtualIPs().forEach((name, vip) -> {
            if (!vip.members().isEmpty() && programmed.of(name).isEmpty()) {
                String best = vip.members().get(0).nodeName();
                if (!refused.contains(best)) {
                    first.put(name, best);
                }
            }
        });
        return first;
    }

    /** VirtualIPs that end, to the nodes that keep them while others still run them. */
    private static Map<String, Set<String>> leavers(
            Fleet fleet, FleetPlan plan, Programmed programmed, Set<String> refused) {
        Set<String> planned = new TreeSet<>();
        plan.routers().values().forEach(routers -> routers.forEach(r -> planned.add(r.virtualIP())));
        Map<String, Set<String>> actives = actives(fleet);
        Map<String, Set<String>> leavers = new TreeMap<>();
        for (String vip : programmed.names()) {
            if (planned.contains(vip)) {
                continue;
            }
            SortedSet<String> before = new TreeSet<>(programmed.of(vip).keySet());
            before.removeAll(refused);
            Set<String> last = new TreeSet<>(before);
            last.retainAll(actives.getOrDefault(vip, Set.of()));
            if (last.isEmpty()) {
                before.stream()
                        .max(Comparator.comparingInt(
                                (String node) -> programmed.priority(vip, node).orElse(0)))
                        .ifPresent(last::add);
            }
            before.removeAll(last);
            if (!before.isEmpty()) {
                leavers.put(vip, last);
            }
        }
        return leavers;
    }

    private static Map<String, Set<String>> actives(Fleet fleet) {
        Map<String, Set<String>> actives = new HashMap<>();
        for (NodeRecord record : fleet.nodeStates()) {
            record.reports().stream()
                    .filter(r -> r.state() == RouterState.Active)
                    .forEach(r -> actives.computeIfAbsent(r.virtualIP(), vip -> new TreeSet<>())
                            .add(record.name()));
        }
        return actives;
    }

    /** In the plan's order, so that nothing is written for an order. A VRID that has found a new owner goes to it at once. */
    private static void keep(List<RouterSpec> routers, List<RouterSpec> next) {
        for (RouterSpec router : routers) {
            boolean free = next.stream()
                    .noneMatch(r ->
                            r.family() == router.family() && r.virtualRouterID().equals(router.virtualRouterID()));
            if (free) {
                next.add(router);
            }
        }
        next.sort(Comparator.comparing(RouterSpec::virtualIP).thenComparing(RouterSpec::family));
    }
}
