package io.vipoperator.operator.write;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.fleet.ClusterIdentity;
import io.vipoperator.operator.fleet.Readings;
import io.vipoperator.operator.plan.NodePlan;
import io.vipoperator.operator.plan.NodeRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Applies VirtualIPNodeStates whole, each with the resourceVersion that was planned from: who writes from an old view,
 * a former leader also, gets a 409. Called by the planner's thread alone.
 */
@ApplicationScoped
public class NodeStateWriter {
    private static final Logger LOG = Logger.getLogger(NodeStateWriter.class);
    private static final String KIND = "VirtualIPNodeState";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.OPERATOR_FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final OperatorMetrics metrics;
    private final ClusterIdentity cluster;

    /** Quarkus builds it. */
    public NodeStateWriter(KubernetesClient client, OperatorMetrics metrics, ClusterIdentity cluster) {
        this.client = client;
        this.metrics = metrics;
        this.cluster = cluster;
    }

    /** What the node's object should be; equal to what is there if nothing is to be done. */
    VirtualIPNodeStateSpec desired(Optional<NodeRecord> existing, NodePlan plan, boolean ask) {
        long request = existing.map(NodeRecord::reportRequest).orElse(0L);
        return new VirtualIPNodeStateSpec(
                ask ? request + 1 : request,
                plan.routers(),
                // Absent, so that an object of an operator that knew no checks stays as it is.
                plan.healthChecks().isEmpty() ? null : plan.healthChecks());
    }

    /** Compares and writes; empty if there was nothing to write. */
    Optional<WriteResult> write(String node, Optional<NodeRecord> existing, VirtualIPNodeStateSpec desired) {
        // Without it an agent can't tell clusters apart; node states are more urgent than that.
        Optional<String> uid = cluster.uid();
        boolean same = existing.filter(record -> desired.equals(record.spec())
                        && (uid.isEmpty() || uid.get().equals(record.clusterUid())))
                .isPresent();
        if (same) {
            return Optional.empty();
        }
        VirtualIPNodeState state = new VirtualIPNodeState();
        ObjectMetaBuilder metadata = new ObjectMetaBuilder().withName(node);
        uid.or(() -> existing.map(NodeRecord::clusterUid))
                .ifPresent(text -> metadata.addToAnnotations(Readings.CLUSTER_UID_ANNOTATION, text));
        existing.ifPresent(record -> metadata.withResourceVersion(record.resourceVersion()));
        state.setMetadata(metadata.build());
        state.setSpec(desired);
        return Optional.of(call(node, () -> client.resource(state).patch(APPLY)));
    }

    WriteResult delete(NodeRecord record) {
        return call(
                record.name(),
                () -> client.resources(VirtualIPNodeState.class)
                        .withName(record.name())
                        .lockResourceVersion(record.resourceVersion())
                        .delete());
    }

    private WriteResult call(String node, Runnable write) {
        return metrics.timedWrite(KIND, () -> {
            try {
                write.run();
                return WriteResult.WRITTEN;
            } catch (KubernetesClientException e) {
                WriteResult result = WriteResult.of(e.getCode());
                if (result != WriteResult.CONFLICT) {
                    LOG.warnf("%s %s could not be written: %s", KIND, node, e.getMessage());
                }
                return result;
            }
        });
    }
}
