package io.vipoperator.operator.write;

import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.NodeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which node states may be deleted: Node and agent have both been gone for a while. A Node that is deleted and registered
 * anew finds its own as it was. Immutable; time is a parameter.
 *
 * @param goneSince by node
 */
record Departures(Map<String, Instant> goneSince) {
    static final Departures NONE = new Departures(Map.of());
    private static final Duration KEPT = Duration.ofMinutes(10);

    Departures {
        goneSince = Map.copyOf(goneSince);
    }

    Departures seen(Fleet fleet, Instant now) {
        Set<String> present = fleet.nodes().stream().map(node -> node.name()).collect(Collectors.toSet());
        fleet.agentPods().forEach(pod -> present.add(pod.nodeName()));
        Map<String, Instant> gone = new HashMap<>();
        for (NodeRecord record : fleet.nodeStates()) {
            if (!present.contains(record.name())) {
                gone.put(record.name(), goneSince.getOrDefault(record.name(), now));
            }
        }
        return new Departures(gone);
    }

    Set<String> due(Instant now) {
        Set<String> due = new TreeSet<>();
        goneSince.forEach((node, since) -> {
            if (!now.isBefore(since.plus(KEPT))) {
                due.add(node);
            }
        });
        return due;
    }
}
