package io.vipoperator.operator.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** A deliberate violation: status must neither read a clock nor call the cluster. */
record PlantedClock(KubernetesClient client) {
    static Instant read() {
        return Instant.now();
    }
}
