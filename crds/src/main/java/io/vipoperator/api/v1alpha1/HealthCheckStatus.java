package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * How a health check goes. Written by the operator alone.
 *
 * @param observedGeneration of the spec that this status speaks of; -1 before the first visit
 * @param healthyNodes how many nodes find it healthy
 * @param failingNodes how many nodes find it failing
 * @param nodes at most 128, failing ones first
 * @param conditions Accepted; CertificateExpiring where a certificate is judged; Reconciling and Stalled while True
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthCheckStatus(
        Long observedGeneration,
        Integer healthyNodes,
        Integer failingNodes,
        List<HealthCheckNodeStatus> nodes,
        List<Condition> conditions) {}
