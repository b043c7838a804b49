package io.vipoperator.operator.plan;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A deliberate violation: the plan must not see the cluster. */
record PlantedClient(KubernetesClient client) {}
