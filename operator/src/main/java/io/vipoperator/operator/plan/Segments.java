package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which subnets share a segment: those that any node has on one NIC. VRIDs must differ within a segment (RFC 9568
 * section 5.2.3); a VirtualIP whose subnet no agent has reported might be in any. Every NIC has the link-local subnet, so
 * that it tells nothing. Confined to one plan.
 */
public final class Segments {
    private final Map<IpPrefix, IpPrefix> parents = new HashMap<>();

    /** From what the agents report. */
    public Segments(Fleet fleet) {
        for (NodeRecord node : fleet.nodeStates()) {
            for (InterfaceStatus nic : node.interfaces()) {
                List<IpPrefix> subnets = subnets(nic);
                subnets.forEach(subnet -> join(subnets.get(0), subnet));
            }
        }
    }

    /** Of one of its virtual routers. Empty: unknown, and so perhaps the same as any other. */
    public Optional<IpPrefix> of(VipRequest vip, Family family) {
        InterfaceRuleType type = RouterSpecs.interfaceRule(vip).type();
        if (type != null && type != InterfaceRuleType.Subnet) {
            return Optional.empty();
        }
        return vip.firstAddress(family).stream()
                .flatMap(a -> parents.keySet().stream().filter(s -> s.contains(a)))
                .map(this::root)
                .findFirst();
    }

    /** Of a NIC of a node. */
    public Optional<IpPrefix> of(NodeRecord node, String interfaceName) {
        return node.interfaces().stream()
                .filter(nic -> nic.name().equals(interfaceName))
                .flatMap(nic -> subnets(nic).stream())
                .map(this::root)
                .findFirst();
    }

    private static List<IpPrefix> subnets(InterfaceStatus nic) {
        return Values.orEmpty(nic.addresses()).stream()
                .flatMap(a -> IpPrefix.parse(a).stream())
                .filter(a -> !a.linkLocal())
                .map(IpPrefix::network)
                .toList();
    }

    private void join(IpPrefix left, IpPrefix right) {
        IpPrefix leftRoot = root(left);
        IpPrefix rightRoot = root(right);
        if (!leftRoot.equals(rightRoot)) {
            parents.put(rightRoot, leftRoot);
        }
    }

    private IpPrefix root(IpPrefix subnet) {
        IpPrefix at = subnet;
        IpPrefix parent = parents.computeIfAbsent(at, same -> same);
        while (!parent.equals(at)) {
            at = parent;
            parent = parents.get(at);
        }
        return at;
    }
}
