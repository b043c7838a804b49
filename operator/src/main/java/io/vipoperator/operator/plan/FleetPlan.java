package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What shall be.
 *
 * @param virtualIPs by name
 * @param routers by node: one entry per node that runs an agent, its list empty where nothing runs
 * @param healthChecks by name
 * @param heldNodes that would lose routers by a plan which is held; empty in all common cases
 */
public record FleetPlan(
        SortedMap<String, VipPlan> virtualIPs,
        SortedMap<String, List<RouterSpec>> routers,
        SortedMap<String, CheckPlan> healthChecks,
        SortedSet<String> heldNodes) {}
