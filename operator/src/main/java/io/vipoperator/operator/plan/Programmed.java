package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the node states' specs record: the memory of VRIDs, ranks and last accepted specs. Keyed by the VirtualIP's name,
 * so that one that is deleted and made again finds its place. Confined to one plan.
 */
final class Programmed {
    private final Map<String, SortedMap<String, List<RouterSpec>>> routers = new HashMap<>();
    private final Map<String, SortedMap<String, CheckSpec>> checks = new HashMap<>();

    Programmed(Fleet fleet) {
        for (NodeRecord node : fleet.nodeStates()) {
            for (RouterSpec router : node.routers()) {
                routers.computeIfAbsent(router.virtualIP(), name -> new TreeMap<>())
                        .computeIfAbsent(node.name(), name -> new ArrayList<>())
                        .add(router);
            }
            node.checks()
                    .forEach(check -> checks.computeIfAbsent(check.name(), name -> new TreeMap<>())
                            .put(node.name(), check));
        }
    }

    /** VirtualIPs that run anywhere. */
    Set<String> names() {
        return new TreeSet<>(routers.keySet());
    }

    /** Node to routers. */
    SortedMap<String, List<RouterSpec>> of(String vip) {
        return routers.getOrDefault(vip, Collections.emptySortedMap());
    }

    /** Node to routers, without those of an object of the same name that was deleted. */
    SortedMap<String, List<RouterSpec>> of(String vip, String uid) {
        SortedMap<String, List<RouterSpec>> own = new TreeMap<>();
        of(vip).forEach((node, list) -> {
            if (list.stream().allMatch(router -> uid.equals(router.uid()))) {
                own.put(node, list);
            }
        });
        return own;
    }

    /** The newest generation's, should nodes differ in the middle of a write. */
    Optional<RouterSpec> newest(String vip) {
        return of(vip).values().stream()
                .flatMap(List::stream)
                .max(Comparator.comparingLong((RouterSpec r) -> Values.orZero(r.generation()))
                        .thenComparing(Comparator.comparing(RouterSpec::virtualRouterID)
                                .reversed()));
    }

    /** A health check as it runs on a node. */
    Optional<CheckSpec> check(String name, String node) {
        return Optional.ofNullable(
                checks.getOrDefault(name, Collections.emptySortedMap()).get(node));
    }

    /** A health check as it runs anywhere, of the newest generation. */
    Optional<CheckSpec> newestCheck(String name) {
        return checks.getOrDefault(name, Collections.emptySortedMap()).values().stream()
                .max(Comparator.comparingLong(check -> Values.orZero(check.generation())));
    }

    /** The planned priority on a node; empty if the node is no member. */
    Optional<Integer> priority(String vip, String node) {
        return of(vip).getOrDefault(node, List.of()).stream()
                .map(RouterSpec::priority)
                .max(Integer::compare);
    }

    /** The members as recorded, the best first. */
    List<Member> members(String vip, String uid) {
        return of(vip, uid).keySet().stream()
                .map(node -> new Member(node, priority(vip, node).orElse(0)))
                .sorted(Comparator.comparingInt(Member::priority).reversed().thenComparing(Member::nodeName))
                .toList();
    }

    /** Those that any node runs, IPv4 first. */
    List<Family> families(String vip, String uid) {
        return of(vip, uid).values().stream()
                .flatMap(List::stream)
                .map(RouterSpec::family)
                .distinct()
                .sorted()
                .toList();
    }

    /** Every address that any node may still hold for it, as hosts. */
    Set<IpPrefix> addresses(String vip) {
        Set<IpPrefix> hosts = new HashSet<>();
        of(vip).values()
                .forEach(list -> list.forEach(router -> {
                    Values.orEmpty(router.addresses())
                            .forEach(a -> IpPrefix.parse(a).ifPresent(p -> hosts.add(p.host())));
                    Values.orEmpty(router.excludedAddresses())
                            .forEach(a -> IpPrefix.parse(a).ifPresent(p -> hosts.add(p.host())));
                }));
        return hosts;
    }
}
