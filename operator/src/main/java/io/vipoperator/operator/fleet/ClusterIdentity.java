package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The UID of the namespace kube-system, by which one cluster is told from another: agents refuse a cache that carries
 * another. Read once. Called by the planner's thread alone.
 */
@ApplicationScoped
public class ClusterIdentity {
    private static final Logger LOG = Logger.getLogger(ClusterIdentity.class);

    private final KubernetesClient client;
    private Optional<String> uid = Optional.empty();
    private boolean refused;

    /** Quarkus builds it. */
    public ClusterIdentity(KubernetesClient client) {
        this.client = client;
    }

    /** Empty as long as it could not be read. */
    public Optional<String> uid() {
        if (uid.isEmpty() && !refused) {
            try {
                uid = Optional.ofNullable(
                                client.namespaces().withName("kube-system").get())
                        .map(namespace -> namespace.getMetadata().getUid());
            } catch (KubernetesClientException e) {
                refused = e.getCode() == 403;
                LOG.warnf("the UID of namespace kube-system could not be read: %s", e.getMessage());
            }
        }
        return uid;
    }

    /** The operator may not read it: it will not come. */
    public boolean refused() {
        return refused;
    }
}
