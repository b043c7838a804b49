package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is decided for one HealthCheck.
 *
 * @param request what was asked for
 * @param refusals empty if accepted; in the order of {@link Reason}
 * @param resolved as agents get it, without a node's verdict; empty if refused
 */
public record CheckPlan(CheckRequest request, List<Refusal> refusals, Optional<CheckSpec> resolved) {
    /** The spec can be carried out. */
    public boolean accepted() {
        return refusals.isEmpty();
    }
}
