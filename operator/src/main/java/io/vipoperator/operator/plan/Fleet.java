package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.SecretKeyReference;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is seen now. The order of the lists means nothing.
 *
 * @param virtualIPs all, without those being deleted
 * @param nodes all
 * @param nodeStates all
 * @param agentPods of the agents' DaemonSet
 * @param reservedRanges of Pods and Services, as far as known
 * @param serviceExternalIPs hosts that Services carry as their own external addresses
 * @param keys what Secrets of the operator's namespace hold, without the values
 */
public record Fleet(
        List<VipRequest> virtualIPs,
        List<FleetNode> nodes,
        List<NodeRecord> nodeStates,
        List<AgentPod> agentPods,
        List<IpPrefix> reservedRanges,
        Set<IpPrefix> serviceExternalIPs,
        Map<SecretKeyReference, KeyReading> keys) {
    public Fleet {
        virtualIPs = List.copyOf(virtualIPs);
        nodes = List.copyOf(nodes);
        nodeStates = List.copyOf(nodeStates);
        agentPods = List.copyOf(agentPods);
        reservedRanges = List.copyOf(reservedRanges);
        serviceExternalIPs = Set.copyOf(serviceExternalIPs);
        keys = Map.copyOf(keys);
    }
}
