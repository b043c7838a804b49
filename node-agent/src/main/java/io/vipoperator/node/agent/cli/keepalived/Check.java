package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;

/**
 * Something that keepalived tracks, as a HealthCheck.
 *
 * @param place where it is defined
 * @param title its name in the file, with its kind
 * @param name of the HealthCheck
 * @param weight unless the tracking instance gives another; 0 = its failure is a fault
 * @param spec of the HealthCheck
 */
record Check(Place place, String title, String name, int weight, HealthCheckSpec spec) {
    private static final int GREATEST_WEIGHT = 253;

    /** What a weight means: 0 is a fault. */
    static Effect effect(int weight) {
        return weight == 0
                ? new Effect(EffectType.Fault, null)
                : new Effect(EffectType.Weight, Math.clamp(weight, -GREATEST_WEIGHT, GREATEST_WEIGHT));
    }
}
