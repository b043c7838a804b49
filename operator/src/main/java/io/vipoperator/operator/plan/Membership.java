package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.ExcludeLabel;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.OnCordon;
import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which nodes may be members. A node whose Node object is away keeps what it runs and gets nothing new: it may be
 * registered anew in a moment. Readiness is not asked: the election itself sees who lives. Confined to one plan.
 */
final class Membership {
    /** kubeadm sets it on control planes. */
    static final String EXCLUDE_LABEL = "node.kubernetes.io/exclude-from-external-load-balancers";
    /** The person who powered the node off says so. */
    static final String OUT_OF_SERVICE_TAINT = "node.kubernetes.io/out-of-service";
    /** Our own wish: members leave, whatever its value. */
    static final String MAINTENANCE_ANNOTATION = "vip-operator.io/maintenance";

    private final Programmed programmed;
    private final boolean keepMembers;
    private final List<FleetNode> nodes;
    private final NodeSubnets subnets;
    private final Map<String, NodeRecord> records = new HashMap<>();
    private final Set<String> withAgent = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Map<NodeRules, Candidates> byRules = new HashMap<>();

    /** Nodes that the rules select, and those of them that nothing keeps out now. */
    private record Candidates(int selected, List<FleetNode> open) {}

    /**
     * What the nodes are to one VirtualIP.
     *
     * @param selected how many are selected, be they able now or not
     * @param eligible may be members, by name
     */
    record Eligibility(int selected, List<String> eligible) {}

    /** @param keepMembers who is a member stays one, whatever the nodes say */
    Membership(Fleet fleet, Programmed programmed, boolean keepMembers) {
        this.programmed = programmed;
        this.keepMembers = keepMembers;
        this.nodes = fleet.nodes();
        this.subnets = new NodeSubnets(fleet);
        fleet.nodes().forEach(node -> known.add(node.name()));
        fleet.nodeStates().forEach(record -> {
            records.put(record.name(), record);
            withAgent.add(record.name());
        });
        fleet.agentPods().forEach(pod -> withAgent.add(pod.nodeName()));
    }

    Eligibility of(VipRequest vip) {
        NodeRules rules = vip.spec().nodes() == null
                ? new NodeRules(null, null, null, null, null, null)
                : vip.spec().nodes();
        Candidates candidates = byRules.computeIfAbsent(rules, this::candidates);
        Set<String> eligible = new TreeSet<>();
        Set<String> withSubnet = subnets.of(vip);
        for (FleetNode node : candidates.open()) {
            if (keptInPlace(vip, node.name()) || interfacePresent(vip, records.get(node.name()), withSubnet)) {
                eligible.add(node.name());
            }
        }
        for (String member : programmed.of(vip.name()).keySet()) {
            if (keepMembers || !known.contains(member)) {
                eligible.add(member);
            }
        }
        return new Eligibility(candidates.selected(), List.copyOf(eligible));
    }

    private Candidates candidates(NodeRules rules) {
        int selected = 0;
        List<FleetNode> open = new ArrayList<>();
        for (FleetNode node : nodes) {
            boolean labelled = node.labels().containsKey(EXCLUDE_LABEL) && rules.excludeLabel() != ExcludeLabel.Ignore;
            if (labelled || !Selectors.matches(rules.selector(), node.labels())) {
                continue;
            }
            selected++;
            boolean out = node.taints().contains(OUT_OF_SERVICE_TAINT)
                    || node.annotations().containsKey(MAINTENANCE_ANNOTATION)
                    || (node.cordoned() && rules.onCordon() == OnCordon.Avoid);
            if (!out && withAgent.contains(node.name())) {
                open.add(node);
            }
        }
        return new Candidates(selected, open);
    }

    /** A NIC that loses its subnet for a moment costs no membership: the agent says Fault, and the election goes on. */
    private boolean keptInPlace(VipRequest vip, String node) {
        List<RouterSpec> routers = programmed.of(vip.name()).get(node);
        return routers != null
                && vip.families().stream()
                        .allMatch(family -> routers.stream()
                                .anyMatch(r -> r.family() == family
                                        && vip.addresses(family).equals(r.addresses())
                                        && RouterSpecs.interfaceRule(vip).equals(r.interfaceRule())));
    }

    private static boolean interfacePresent(VipRequest vip, NodeRecord record, Set<String> withSubnet) {
        if (record == null || record.interfaces().isEmpty()) {
            return true;
        }
        InterfaceRule rule = RouterSpecs.interfaceRule(vip);
        List<InterfaceStatus> nics = record.interfaces();
        return switch (rule.type() == null ? InterfaceRuleType.Subnet : rule.type()) {
            case Subnet -> withSubnet.contains(record.name());
            case Name -> nics.stream().anyMatch(nic -> nic.name().equals(rule.name()));
            case Pattern -> {
                Pattern pattern = Pattern.compile(rule.pattern());
                yield nics.stream().anyMatch(nic -> pattern.matcher(nic.name()).matches());
            }
            case DefaultRoute, Unrecognized -> true;
        };
    }
}
