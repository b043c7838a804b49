package io.vipoperator.operator.write;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.operator.OperatorConfig;
import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.fleet.AgentDaemonSet;
import io.vipoperator.operator.fleet.SecretValues;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Writes the Secret that the agents mount: the keys in use and no other, each under its digest. An apply takes off what it
 * no longer names. Called by the planner's thread alone.
 */
@ApplicationScoped
public class AgentKeysWriter {
    private static final Logger LOG = Logger.getLogger(AgentKeysWriter.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.OPERATOR_FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final OperatorMetrics metrics;
    private final String namespace;

    /** Quarkus builds it. */
    public AgentKeysWriter(KubernetesClient client, OperatorMetrics metrics, OperatorConfig config) {
        this.client = client;
        this.metrics = metrics;
        this.namespace = config.namespace();
    }

    /**
     * Writes only if something differs.
     *
     * @param wanted digests
     * @param values by digest, in Base64
     * @param existing entries; empty if there is no such Secret
     */
    WriteResult keep(Set<String> wanted, Map<String, String> values, Optional<Map<String, String>> existing) {
        Map<String, String> data = new TreeMap<>();
        wanted.stream().filter(values::containsKey).forEach(digest -> data.put(digest, values.get(digest)));
        if (data.equals(existing.orElse(Map.of()))) {
            return WriteResult.WRITTEN;
        }
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(SecretValues.AGENT_KEYS)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/name", AgentDaemonSet.NAME)
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        return metrics.timedWrite("Secret", () -> {
            try {
                client.resource(secret).patch(APPLY);
                return WriteResult.WRITTEN;
            } catch (KubernetesClientException e) {
                // The API server's message may quote the object: its code alone is told.
                LOG.warnf("Secret %s could not be written: HTTP %d", SecretValues.AGENT_KEYS, e.getCode());
                return WriteResult.of(e.getCode());
            }
        });
    }
}
