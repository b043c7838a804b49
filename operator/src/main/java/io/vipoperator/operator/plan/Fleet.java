package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.ServiceProbe;
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
 * @param healthChecks all, without those being deleted
 * @param readyNodes by Service the nodes on which it has a ready endpoint; a Service that has not been read yet is not there
 */
public record Fleet(
        List<VipRequest> virtualIPs,
        List<FleetNode> nodes,
        List<NodeRecord> nodeStates,
        List<AgentPod> agentPods,
        List<IpPrefix> reservedRanges,
        Set<IpPrefix> serviceExternalIPs,
        Map<SecretKeyReference, KeyReading> keys,
        List<CheckRequest> healthChecks,
        Map<ServiceProbe, Set<String>> readyNodes) {
    public Fleet {
        virtualIPs = List.copyOf(virtualIPs);
        nodes = List.copyOf(nodes);
        nodeStates = List.copyOf(nodeStates);
        agentPods = List.copyOf(agentPods);
        reservedRanges = List.copyOf(reservedRanges);
        serviceExternalIPs = Set.copyOf(serviceExternalIPs);
        keys = Map.copyOf(keys);
        healthChecks = List.copyOf(healthChecks);
        readyNodes = Map.copyOf(readyNodes);
    }

    /** Without health checks. */
    public Fleet(
            List<VipRequest> virtualIPs,
            List<FleetNode> nodes,
            List<NodeRecord> nodeStates,
            List<AgentPod> agentPods,
            List<IpPrefix> reservedRanges,
            Set<IpPrefix> serviceExternalIPs,
            Map<SecretKeyReference, KeyReading> keys) {
        this(virtualIPs, nodes, nodeStates, agentPods, reservedRanges, serviceExternalIPs, keys, List.of(), Map.of());
    }
}
