package io.vipoperator.e2e.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Agents without a network: each answers every change of its node state by a report, as its last will says for whom it is
 * Active. One watch for all; dead ones are silent.
 */
final class FakeAgents implements AutoCloseable {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.AGENT_FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    /** Forced states, by "node/virtualIP"; else the highest priority is Active. */
    private final Map<String, RouterState> forced = new ConcurrentHashMap<>();

    /** Verdicts by "node/healthCheck"; else Healthy. */
    private final Map<String, HealthState> verdicts = new ConcurrentHashMap<>();
    /** When the certificate ends that every server shows; empty without TLS. */
    private volatile Optional<Instant> certificateNotAfter = Optional.empty();

    private final SharedIndexInformer<VirtualIPNodeState> informer;

    FakeAgents(KubernetesClient client) {
        this.client = client;
        informer = client.resources(VirtualIPNodeState.class).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(VirtualIPNodeState added) {
                report(added);
            }

            @Override
            public void onUpdate(VirtualIPNodeState before, VirtualIPNodeState after) {
                if (!after.getMetadata()
                        .getGeneration()
                        .equals(before.getMetadata().getGeneration())) {
                    report(after);
                }
            }

            @Override
            public void onDelete(VirtualIPNodeState deleted, boolean unknownFinalState) {
                // An agent takes that for the API being away.
            }
        });
    }

    void kill(String node) {
        dead.add(node);
    }

    void say(String node, String virtualIP, RouterState state) {
        forced.put(node + "/" + virtualIP, state);
        report(client.resources(VirtualIPNodeState.class).withName(node).get());
    }

    void find(String node, String healthCheck, HealthState verdict) {
        verdicts.put(node + "/" + healthCheck, verdict);
        report(client.resources(VirtualIPNodeState.class).withName(node).get());
    }

    void showCertificateUntil(Instant notAfter, String... nodes) {
        certificateNotAfter = Optional.of(notAfter);
        for (String node : nodes) {
            report(client.resources(VirtualIPNodeState.class).withName(node).get());
        }
    }

    private void report(VirtualIPNodeState state) {
        String node = state.getMetadata().getName();
        if (dead.contains(node) || state.getSpec() == null) {
            return;
        }
        List<RouterStatus> rows = state.getSpec().routers() == null
                ? List.of()
                : state.getSpec().routers().stream().map(r -> row(node, r)).toList();
        VirtualIPNodeState report = new VirtualIPNodeState();
        report.setMetadata(new ObjectMetaBuilder().withName(node).build());
        report.setStatus(new VirtualIPNodeStateStatus(
                state.getMetadata().getGeneration(),
                state.getSpec().reportRequest(),
                null,
                List.of(),
                rows,
                state.getSpec().healthChecks() == null
                        ? List.of()
                        : state.getSpec().healthChecks().stream()
                                .map(check -> verdict(node, check))
                                .toList(),
                List.of(),
                List.of()));
        try {
            client.resource(report).subresource("status").patch(APPLY);
        } catch (KubernetesClientException e) {
            if (e.getCode() != 0) {
                throw e;
            }
        }
    }

    /** The operator's own verdict where it has decided, as an agent reports it. */
    private CheckStatus verdict(String node, CheckSpec check) {
        boolean decided = check.verdict() != null;
        HealthState state = decided
                ? check.verdict().state()
                : verdicts.getOrDefault(node + "/" + check.name(), HealthState.Healthy);
        return new CheckStatus(
                check.name(),
                check.uid(),
                check.generation(),
                state,
                Instant.EPOCH.toString(),
                decided ? check.verdict().message() : "played: " + state,
                certificateNotAfter.map(Instant::toString).orElse(null));
    }

    private RouterStatus row(String node, RouterSpec router) {
        RouterState natural = router.priority() == 250 ? RouterState.Active : RouterState.Backup;
        RouterState state = forced.getOrDefault(node + "/" + router.virtualIP(), natural);
        String held = state == RouterState.Active ? "Held" : "Absent";
        return new RouterStatus(
                router.virtualIP(),
                router.uid(),
                router.family(),
                router.virtualRouterID(),
                "eth0",
                state,
                router.priority(),
                null,
                router.generation(),
                router.addresses().stream()
                        .map(a -> new AddressStatus(a, held, null))
                        .toList(),
                Instant.EPOCH.toString(),
                "ActiveDown",
                null,
                null);
    }

    @Override
    public void close() {
        informer.close();
    }
}
