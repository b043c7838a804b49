package io.vipoperator.node.sim;

import io.vipoperator.node.loop.Authentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Changes at run time and planned moves in a healthy segment: no packet of a client may be lost by any. */
final class PlannedChanges {
    /** Within which all nodes are told. */
    private static final double TOLD_MILLIS = 40;

    private final SplittableRandom random;
    private final Simulation simulation;
    private final Operator operator;
    private final Outcome outcome;
    private final double settlingMillis;

    PlannedChanges(
            SplittableRandom random, Simulation simulation, Operator operator, Outcome outcome, double settlingMillis) {
        this.random = random;
        this.simulation = simulation;
        this.operator = operator;
        this.outcome = outcome;
        this.settlingMillis = settlingMillis;
    }

    void make(int count) {
        for (int i = 0; i < count; i++) {
            simulation.checks().faultless();
            make();
            outcome.elected();
        }
    }

    private void make() {
        SimVip vip = operator.vips().get(random.nextInt(operator.vips().size()));
        switch (random.nextInt(12)) {
            case 0 -> restart(outcome.active(vip));
            case 1 ->
                restart(simulation.nodes().get(random.nextInt(simulation.nodes().size())));
            case 2, 3 -> switchOver(vip);
            case 4 -> changeInterval(vip);
            case 5 -> changeAddresses(vip);
            case 6 -> rotateKeys(vip);
            case 7 -> changeVirtualRouterID(vip);
            case 8 -> leaveAndJoin(vip);
            case 9 -> deleteAndAdd(vip);
            case 10 -> loseTracked(outcome.active(vip));
            default -> stepClockAndForge(vip);
        }
    }

    private void note(String what) {
        simulation.schedule().note("planned: " + what);
    }

    private void settle() {
        simulation.runFor(settlingMillis);
    }

    private void restart(SimNode node) {
        note("restart of " + node);
        node.stop();
        if (random.nextBoolean()) {
            settle();
        }
        simulation.runUntil(() -> !node.isRunning(), 8_600);
        node.start();
        settle();
    }

    private void switchOver(SimVip vip) {
        int node = new ArrayList<>(vip.members().keySet())
                .get(random.nextInt(vip.members().size()));
        note(vip.group() + " is to be on node " + node);
        operator.edit(operator.groupOf(vip), TOLD_MILLIS, one -> {
            TreeMap<Integer, SimVip.Member> members = new TreeMap<>();
            one.members()
                    .forEach((id, was) -> members.put(
                            id,
                            new SimVip.Member(
                                    id == node ? 250 : Math.min(240, was.priority()),
                                    was.intervalMillis(),
                                    was.preempt())));
            return one.with(members);
        });
        settle();
    }

    private void changeInterval(SimVip vip) {
        if (vip.version() == 2) {
            return;
        }
        double interval = List.of(100.0, 200.0, 300.0).get(random.nextInt(3));
        note("interval of " + vip.name() + " becomes " + interval + " ms");
        Map<Integer, SimNode> before = outcome.actives();
        operator.edit(operator.groupOf(vip), TOLD_MILLIS, one -> {
            TreeMap<Integer, SimVip.Member> members = new TreeMap<>();
            one.members()
                    .forEach((id, was) -> members.put(id, new SimVip.Member(was.priority(), interval, was.preempt())));
            return one.with(members);
        });
        settle();
        outcome.nothingHasMoved(before, "interval");
    }

    private void changeAddresses(SimVip vip) {
        int count = vip.addressCount() == 1 ? 3 : vip.addressCount() - 1;
        note(vip.name() + " gets " + count + " addresses");
        Map<Integer, SimNode> before = outcome.actives();
        operator.edit(List.of(vip), TOLD_MILLIS, one -> one.withAddressCount(count));
        settle();
        outcome.nothingHasMoved(before, "addresses");
    }

    private void rotateKeys(SimVip vip) {
        if (!(vip.authentication() instanceof Authentication.Hmac hmac)) {
            return;
        }
        note("keys of " + vip.name() + " rotate");
        Map<Integer, SimNode> before = outcome.actives();
        var old = hmac.keys().get(0);
        var next = RandomVips.key(old.id() + 1);
        for (var keys : List.of(List.of(old, next), List.of(next, old), List.of(next))) {
            operator.edit(
                    List.of(operator.vip(vip.number())), TOLD_MILLIS, one -> one.with(new Authentication.Hmac(keys)));
            simulation.runFor(500);
        }
        settle();
        outcome.nothingHasMoved(before, "keys");
    }

    private void changeVirtualRouterID(SimVip vip) {
        if (!vip.hasOneInterval()) {
            // Nobody is Active under the new VRID yet, so that the fastest member is, beside the old Active, until they
            // have settled it.
            return;
        }
        int other = vip.virtualRouterID() >= 150 ? vip.virtualRouterID() - 100 : vip.virtualRouterID() + 100;
        note("VRID of " + vip.name() + " becomes " + other);
        operator.edit(List.of(vip), TOLD_MILLIS, one -> one.withVirtualRouterID(other));
        settle();
    }

    private void leaveAndJoin(SimVip vip) {
        if (vip.members().size() < 3) {
            return;
        }
        List<SimVip> group = operator.groupOf(vip);
        int node = new ArrayList<>(vip.members().keySet())
                .get(random.nextInt(vip.members().size()));
        note("node " + node + " leaves " + vip.group());
        Map<Integer, SimVip.Member> was = new TreeMap<>();
        group.forEach(one -> was.put(one.number(), one.members().get(node)));
        operator.edit(group, TOLD_MILLIS, one -> {
            TreeMap<Integer, SimVip.Member> members = new TreeMap<>(one.members());
            members.remove(node);
            return one.with(members);
        });
        settle();
        outcome.elected();
        note("node " + node + " joins " + vip.group());
        operator.edit(operator.groupOf(vip), TOLD_MILLIS, one -> {
            TreeMap<Integer, SimVip.Member> members = new TreeMap<>(one.members());
            members.put(node, was.get(one.number()));
            return one.with(members);
        });
        settle();
    }

    private void deleteAndAdd(SimVip vip) {
        Map<Integer, SimNode> before = outcome.actives();
        before.remove(vip.number());
        note(vip.name() + " is deleted");
        List<SimVip> all = operator.vips();
        operator.run(all.stream().filter(one -> !one.equals(vip)).toList(), TOLD_MILLIS);
        simulation.runFor(random.nextBoolean() ? random.nextDouble(1, 500) : settlingMillis);
        note(vip.name() + " is added");
        operator.run(all, TOLD_MILLIS);
        settle();
        outcome.nothingHasMoved(before, "another VirtualIP");
    }

    private void loseTracked(SimNode node) {
        note(node + " loses eth2");
        node.carrier(Addressing.TRACKED, false);
        settle();
        outcome.actives();
        node.carrier(Addressing.TRACKED, true);
        settle();
    }

    private void stepClockAndForge(SimVip vip) {
        Map<Integer, SimNode> before = outcome.actives();
        SimNode node = simulation.nodes().get(random.nextInt(simulation.nodes().size()));
        node.setWallOffset(Millis.of(random.nextDouble(-1_000, 1_000)));
        if (vip.authentication() instanceof Authentication.Hmac) {
            Stranger stranger = new Stranger(simulation, vip, vip.families().get(0));
            for (int i = 0; i < 5; i++) {
                stranger.forge(random.nextBoolean() ? 0 : 255);
                simulation.runFor(random.nextDouble(1, 300));
            }
        }
        settle();
        outcome.nothingHasMoved(before, "clocks and forgeries");
    }
}
