package io.vipoperator.node.sim;

import io.vipoperator.node.loop.RouterSetup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must have come of it when all is well and long enough has passed. */
final class Outcome {
    private final Simulation simulation;
    private final Operator operator;

    Outcome(Simulation simulation, Operator operator) {
        this.simulation = simulation;
        this.operator = operator;
    }

    /** The node at which all routers of a VirtualIP are Active, alone. */
    SimNode active(SimVip vip) {
        int member = vip.members().firstKey();
        List<RouterSetup> setups = vip.on(member, 0);
        SimNode active = simulation.onlyActive(setups.get(0));
        for (RouterSetup setup : setups) {
            SimNode other = simulation.onlyActive(setup);
            Invariant.holds(other == active, () -> vip.name() + " is split between " + active + " and " + other);
        }
        return active;
    }

    Map<Integer, SimNode> actives() {
        Map<Integer, SimNode> actives = new LinkedHashMap<>();
        operator.vips().forEach(vip -> actives.put(vip.number(), active(vip)));
        return actives;
    }

    /** One Active per decision, with the addresses, known to the clients; the best one, where that one may preempt. */
    void elected() {
        elected(Optional.empty());
    }

    /** The same while that one is away. */
    void elected(SimNode away) {
        elected(Optional.of(away.id()));
    }

    private void elected(Optional<Integer> away) {
        Map<String, SimNode> groups = new LinkedHashMap<>();
        for (SimVip vip : operator.vips()) {
            SimNode active = active(vip);
            SimNode ofGroup = groups.computeIfAbsent(vip.group(), name -> active);
            Invariant.holds(
                    ofGroup == active,
                    () -> "group " + vip.group() + " is split between " + ofGroup + " and " + active);
            vip.addresses()
                    .forEach(address -> Invariant.holds(
                            simulation
                                    .segments()
                                    .get(vip.nic())
                                    .clientFinds(address)
                                    .equals(Optional.of(active.id())),
                            () -> "clients do not look for " + address + " at " + active));
            if (vip.members().values().stream().allMatch(SimVip.Member::preempt)) {
                int priority = vip.members().get(active.id()).priority();
                int best = vip.members().entrySet().stream()
                        .filter(one -> !away.equals(Optional.of(one.getKey())))
                        .mapToInt(one -> one.getValue().priority())
                        .max()
                        .orElseThrow();
                Invariant.holds(
                        priority == best,
                        () -> active + " is Active for " + vip.name() + " with priority " + priority + ", the best is "
                                + best);
            }
        }
    }

    /** Those that are still there are Active where they were. */
    void nothingHasMoved(Map<Integer, SimNode> before, String by) {
        actives().forEach((number, now) -> {
            SimNode was = before.get(number);
            Invariant.holds(
                    was == null || now == was, () -> by + ": vip-" + number + " moved from " + was + " to " + now);
        });
    }
}
