package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Taint;
import io.vipoperator.api.v1alpha1.HealthCheck;
import io.vipoperator.api.v1alpha1.Switchover;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.operator.plan.AgentPod;
import io.vipoperator.operator.plan.CheckRequest;
import io.vipoperator.operator.plan.FleetNode;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.VipRequest;
import io.vipoperator.operator.plan.Wish;
import io.vipoperator.operator.status.Switchovers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reduces Kubernetes objects to what the plan needs of them. Stateless. */
public final class Readings {
    /** Which cluster a node state is of: the UID of its kube-system namespace. The agent's cache is refused under another. */
    public static final String CLUSTER_UID_ANNOTATION = "vip-operator.io/cluster-uid";

    private Readings() {}

    /** A VirtualIP. */
    public static VipRequest of(VirtualIP vip) {
        return new VipRequest(
                vip.getMetadata().getName(),
                vip.getMetadata().getUid(),
                vip.getMetadata().getGeneration(),
                vip.getMetadata().getCreationTimestamp(),
                vip.getSpec(),
                wish(vip));
    }

    /** A HealthCheck. */
    public static CheckRequest of(HealthCheck check) {
        return new CheckRequest(
                check.getMetadata().getName(),
                check.getMetadata().getUid(),
                check.getMetadata().getGeneration(),
                check.getSpec());
    }

    private static Optional<Wish> wish(VirtualIP vip) {
        String node = map(vip.getMetadata().getAnnotations()).get(Wish.ANNOTATION);
        if (node == null || node.isBlank()) {
            return Optional.empty();
        }
        Switchover told = vip.getStatus() == null ? null : vip.getStatus().switchover();
        boolean done = told != null && node.equals(told.nodeName()) && Switchovers.COMPLETED.equals(told.state());
        return Optional.of(new Wish(node, done));
    }

    /** A Node. */
    public static FleetNode of(Node node) {
        Optional<Boolean> ready = list(
                        node.getStatus() == null ? null : node.getStatus().getConditions())
                .stream()
                .filter(c -> "Ready".equals(c.getType()))
                .map(NodeCondition::getStatus)
                .map("True"::equals)
                .findFirst();
        List<String> addresses = list(
                        node.getStatus() == null ? null : node.getStatus().getAddresses())
                .stream()
                .filter(a -> a.getType().endsWith("IP"))
                // Members speak to each other by the first of a family.
                .sorted(Comparator.comparing(a -> !"InternalIP".equals(a.getType())))
                .map(NodeAddress::getAddress)
                .toList();
        return new FleetNode(
                node.getMetadata().getName(),
                map(node.getMetadata().getLabels()),
                map(node.getMetadata().getAnnotations()),
                list(node.getSpec() == null ? null : node.getSpec().getTaints()).stream()
                        .map(Taint::getKey)
                        .collect(Collectors.toUnmodifiableSet()),
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable()),
                ready,
                addresses,
                list(node.getSpec() == null ? null : node.getSpec().getPodCIDRs()));
    }

    /** A VirtualIPNodeState. */
    public static NodeRecord of(VirtualIPNodeState state) {
        return new NodeRecord(
                state.getMetadata().getName(),
                state.getMetadata().getResourceVersion(),
                Objects.requireNonNullElse(state.getMetadata().getGeneration(), 0L),
                map(state.getMetadata().getAnnotations()).get(CLUSTER_UID_ANNOTATION),
                state.getSpec(),
                state.getStatus());
    }

    /** An agent's pod; empty while no node was found for it. */
    public static Optional<AgentPod> of(Pod pod) {
        if (pod.getSpec() == null || pod.getSpec().getNodeName() == null) {
            return Optional.empty();
        }
        boolean ready = list(pod.getStatus() == null ? null : pod.getStatus().getConditions()).stream()
                .filter(c -> "Ready".equals(c.getType()))
                .map(PodCondition::getStatus)
                .anyMatch("True"::equals);
        return Optional.of(new AgentPod(
                pod.getSpec().getNodeName(),
                pod.getMetadata().getUid(),
                ready && pod.getMetadata().getDeletionTimestamp() == null));
    }

    private static <T> List<T> list(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> map(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
