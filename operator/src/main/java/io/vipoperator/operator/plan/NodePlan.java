package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.List;

/**
 * What one node shall run.
 *
 * @param routers in the order of VirtualIP and family
 * @param healthChecks those that its routers depend on and no other, by name
 */
public record NodePlan(List<RouterSpec> routers, List<CheckSpec> healthChecks) {}
