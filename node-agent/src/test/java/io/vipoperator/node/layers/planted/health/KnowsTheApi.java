package io.vipoperator.node.layers.planted.health;

import io.vipoperator.api.v1alpha1.HealthState;

/** Breaks a rule on purpose: what a HealthCheck asks for is read elsewhere. */
final class KnowsTheApi {
    HealthState state() {
        return HealthState.Healthy;
    }
}
