package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.HealthCheckSpec;

/**
 * A HealthCheck as asked for.
 *
 * @param name of the object
 * @param uid of the object
 * @param generation of the spec
 * @param spec as written
 */
public record CheckRequest(String name, String uid, long generation, HealthCheckSpec spec) {}
