package io.vipoperator.operator.plan;

import java.util.List;
import java.util.Set;

/**
 * Everything that is seen now. The order of the lists means nothing.
 *
 * @param virtualIPs all, without those being deleted
 * @param nodes all
 * @param nodeStates all
 * @param agentPods of the agents' DaemonSet
 * @param reservedRanges of Pods and Services, as far as known
 * @param serviceExternalIPs addresses that Services carry as their own external ones
 */
public record Fleet(
        List<VipRequest> virtualIPs,
        List<FleetNode> nodes,
        List<NodeRecord> nodeStates,
        List<AgentPod> agentPods,
        List<IpPrefix> reservedRanges,
        Set<String> serviceExternalIPs) {
    public Fleet {
        virtualIPs = List.copyOf(virtualIPs);
        nodes = List.copyOf(nodes);
        nodeStates = List.copyOf(nodeStates);
        agentPods = List.copyOf(agentPods);
        reservedRanges = List.copyOf(reservedRanges);
        serviceExternalIPs = Set.copyOf(serviceExternalIPs);
    }
}
