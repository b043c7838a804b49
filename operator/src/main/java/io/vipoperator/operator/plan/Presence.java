package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.RouterState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which nodes are there to take part, and which hold addresses now. Confined to one plan. */
final class Presence {
    private final Map<String, FleetNode> nodes = new HashMap<>();
    private final Map<String, Set<String>> actives = new HashMap<>();
    private final Set<String> lost;

    Presence(Fleet fleet, Set<String> lost) {
        this.lost = lost;
        fleet.nodes().forEach(node -> nodes.put(node.name(), node));
        for (NodeRecord record : fleet.nodeStates()) {
            record.reports().stream()
                    .filter(r -> r.state() == RouterState.Active && !lost.contains(record.name()))
                    .forEach(r -> actives.computeIfAbsent(r.virtualIP(), vip -> new HashSet<>())
                            .add(record.name()));
        }
    }

    /** The Node as seen; null while its object is away. */
    FleetNode node(String name) {
        return nodes.get(name);
    }

    /**
     * Not to be chosen while another can be. A Node that isn't Ready may have an agent that lives: that costs a member
     * nothing and only keeps a node from becoming one.
     */
    boolean away(String name, boolean member) {
        FleetNode node = nodes.get(name);
        boolean notReady = node != null && !node.ready().orElse(true);
        return lost.contains(name) || (!member && notReady);
    }

    /** Nodes whose last word is that they are Active, the lost apart. */
    Set<String> actives(String vip) {
        return actives.getOrDefault(vip, Set.of());
    }
}
