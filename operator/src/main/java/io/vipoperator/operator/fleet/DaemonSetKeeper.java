package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.write.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps the agents' DaemonSet as the PodTemplate says, also when somebody edits it. Called by the planner's thread alone. */
@ApplicationScoped
public class DaemonSetKeeper {
    private static final Logger LOG = Logger.getLogger(DaemonSetKeeper.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.OPERATOR_FIELD_MANAGER)
            .withForce(true)
            .build();
    private static final PatchContext REPLACE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(Api.OPERATOR_FIELD_MANAGER)
            .build();

    private final KubernetesClient client;
    private final OperatorMetrics metrics;
    private final ClusterIdentity cluster;
    /** As left behind; any other has been edited. */
    private long generation = -1;

    private boolean missingTold;

    /** Quarkus builds it. */
    public DaemonSetKeeper(KubernetesClient client, OperatorMetrics metrics, ClusterIdentity cluster) {
        this.client = client;
        this.metrics = metrics;
        this.cluster = cluster;
    }

    /** Writes only if something differs. */
    public WriteResult keep(Optional<PodTemplate> template, Optional<DaemonSet> existing) {
        if (template.isEmpty()) {
            if (!missingTold) {
                LOG.warnf("PodTemplate %s is missing: the agents' DaemonSet is left as it is", AgentDaemonSet.NAME);
                missingTold = true;
            }
            return WriteResult.WRITTEN;
        }
        missingTold = false;
        Optional<String> clusterUid = cluster.uid().or(() -> existing.flatMap(AgentDaemonSet::clusterUid));
        if (clusterUid.isEmpty() && !cluster.refused()) {
            // Stamped without it now, all agents would be rolled again as soon as it is known.
            return WriteResult.UNREACHABLE;
        }
        DaemonSet desired = AgentDaemonSet.stamp(template.get(), existing, clusterUid);
        boolean kept = existing.filter(
                        ds -> ds.getMetadata().getGeneration() <= generation && !AgentDaemonSet.outdated(ds, desired))
                .isPresent();
        if (kept) {
            return WriteResult.WRITTEN;
        }
        return metrics.timedWrite("DaemonSet", () -> restore(desired));
    }

    private WriteResult restore(DaemonSet desired) {
        try {
            DaemonSet applied = client.resource(desired).patch(APPLY);
            if (AgentDaemonSet.editedByOthers(applied)) {
                LOG.infof("DaemonSet %s was edited and is restored from its PodTemplate", AgentDaemonSet.NAME);
                applied = client.resource(applied).patch(REPLACE, spec(desired));
            }
            generation = applied.getMetadata().getGeneration();
            return WriteResult.WRITTEN;
        } catch (KubernetesClientException e) {
            LOG.warnf("DaemonSet %s could not be written: %s", AgentDaemonSet.NAME, e.getMessage());
            return WriteResult.of(e.getCode());
        }
    }

    /** An apply leaves alone what others added; replacing the parts takes it off. */
    private static String spec(DaemonSet desired) {
        return Serialization.asJson(List.of(
                Map.of(
                        "op",
                        "replace",
                        "path",
                        "/spec/template",
                        "value",
                        desired.getSpec().getTemplate()),
                Map.of(
                        "op",
                        "replace",
                        "path",
                        "/spec/updateStrategy",
                        "value",
                        desired.getSpec().getUpdateStrategy())));
    }
}
