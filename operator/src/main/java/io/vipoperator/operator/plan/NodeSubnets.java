package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which nodes have a NIC in which subnet, by what their agents report. Confined to one plan. */
final class NodeSubnets {
    private final Map<IpPrefix, Set<String>> nodes = new HashMap<>();
    private final Set<Integer> lengths = new HashSet<>();

    NodeSubnets(Fleet fleet) {
        for (NodeRecord record : fleet.nodeStates()) {
            record.interfaces().stream()
                    .flatMap(nic -> Values.orEmpty(nic.addresses()).stream())
                    .flatMap(a -> IpPrefix.parse(a).stream())
                    .forEach(own -> {
                        lengths.add(own.length());
                        nodes.computeIfAbsent(own.network(), subnet -> new HashSet<>())
                                .add(record.name());
                    });
        }
    }

    /** Those with a subnet for the first address of each of the VirtualIP's families, as on the node. */
    Set<String> of(VipRequest vip) {
        Set<String> all = null;
        for (Family family : vip.families()) {
            Set<String> with = vip.firstAddress(family).map(this::with).orElse(Set.of());
            if (all == null) {
                all = with;
            } else {
                all.retainAll(with);
            }
        }
        return all == null ? Set.of() : all;
    }

    private Set<String> with(IpPrefix address) {
        Set<String> with = new HashSet<>();
        for (int length : lengths) {
            if (length <= address.host().length()) {
                with.addAll(nodes.getOrDefault(
                        new IpPrefix(address.family(), address.address(), length).network(), Set.of()));
            }
        }
        return with;
    }
}
