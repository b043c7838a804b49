package io.vipoperator.operator.plan;

import java.util.HashMap;
import java.util.Map;

/** Whose address is whose among the nodes: from the Nodes and from the agents' reports. Stateless. */
public final class NodeAddresses {
    private NodeAddresses() {}

    /** Host address to the node's name. */
    public static Map<IpPrefix, String> of(Fleet fleet) {
        Map<IpPrefix, String> owners = new HashMap<>();
        for (FleetNode node : fleet.nodes()) {
            for (String address : node.addresses()) {
                IpPrefix.parse(address).ifPresent(p -> owners.putIfAbsent(p.host(), node.name()));
            }
        }
        for (NodeRecord node : fleet.nodeStates()) {
            node.interfaces().stream()
                    .flatMap(nic -> Values.orEmpty(nic.addresses()).stream())
                    .flatMap(a -> IpPrefix.parse(a).stream())
                    .forEach(p -> owners.putIfAbsent(p.host(), node.name()));
        }
        return owners;
    }
}
