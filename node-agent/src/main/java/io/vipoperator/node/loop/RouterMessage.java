package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a router, for people. Pure. */
final class RouterMessage {
    private RouterMessage() {}

    /** All of it, what keeps it out of the election first; empty if all is well. */
    static String of(Router router) {
        List<String> all = new ArrayList<>(router.faults.values());
        List<TrackedCheck> others = router.setup.candidacy().healthChecks().stream()
                .filter(check -> !(check.effect() instanceof CheckEffect.Fault))
                .toList();
        all.addAll(router.verdicts.failures(others));
        List<String> awaited = router.awaited();
        if (!awaited.isEmpty()) {
            all.add("waits for the first verdict of health check " + String.join(", ", awaited));
        }
        router.sendFailure.ifPresent(all::add);
        // As a fault it says the same already.
        router.neighbourhood
                .conflict
                .filter(conflict -> !router.faults.containsKey(FaultReason.AddressInUseOnNetwork))
                .ifPresent(conflict -> all.add(conflict.message()));
        return String.join("; ", all);
    }
}
