package io.vipoperator.operator.plan;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which keys and certificates the agents must have: before a node state refers to one, and until none runs that did. Stateless. */
public final class KeyUse {
    private KeyUse() {}

    /**
     * The digests that the agents' Secret shall hold.
     *
     * @param held digests that it holds now
     * @param lost nodes for whose agents nobody waits
     */
    public static Set<String> digests(Fleet fleet, FleetPlan plan, Set<String> held, Set<String> lost) {
        Set<String> used = new TreeSet<>();
        plan.routers()
                .values()
                .forEach(routers -> routers.forEach(r -> {
                    used.addAll(Keys.digests(r));
                    NodeChecks.names(r).stream()
                            .flatMap(name ->
                                    Optional.ofNullable(plan.healthChecks().get(name)).stream())
                            .flatMap(check -> check.resolved().stream())
                            .forEach(check -> used.addAll(CheckSecrets.digests(check)));
                }));
        for (NodeRecord record : fleet.nodeStates()) {
            record.routers().forEach(r -> used.addAll(Keys.digests(r)));
            record.checks().forEach(check -> used.addAll(CheckSecrets.digests(check)));
            // It may still run what its spec no longer says.
            boolean lags = record.hasReport() && record.status().observedGeneration() < record.generation();
            if (lags && !lost.contains(record.name())) {
                used.addAll(held);
            }
        }
        return used;
    }
}
