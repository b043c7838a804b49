package io.vipoperator.node.layers.planted.loop;

import io.fabric8.kubernetes.api.model.Pod;

/** Breaks a rule on purpose: the election doesn't know Kubernetes. */
final class KnowsKubernetes {
    Pod pod() {
        return new Pod();
    }
}
