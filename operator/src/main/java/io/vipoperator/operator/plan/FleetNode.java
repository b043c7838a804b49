package io.vipoperator.operator.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What matters of a Node.
 *
 * @param name of the Node
 * @param labels as they are
 * @param annotations as they are
 * @param taints their keys
 * @param cordoned spec.unschedulable
 * @param ready empty where no kubelet has spoken yet
 * @param addresses the node's own, without prefix
 * @param podRanges CIDRs
 */
public record FleetNode(
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Set<String> taints,
        boolean cordoned,
        Optional<Boolean> ready,
        List<String> addresses,
        List<String> podRanges) {}
