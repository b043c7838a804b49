package io.vipoperator.node.sim;

import io.vipoperator.node.loop.CheckEffect;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.loop.TrackedCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** One service on all nodes, nginx, that VirtualIPs depend on: it flaps, fails on one node, and fails on all. */
final class FailingChecks {
    static final String NGINX = "nginx";

    /** Within which all nodes notice that what they have in common has failed. */
    private static final double NOTICED_MILLIS = 1_000;

    /** Looked at every 2 ms. */
    private static final long JUST_NOW_NANOS = Millis.of(5);

    private final SplittableRandom random;
    private final Simulation simulation;
    private final Operator operator;
    private final Outcome outcome;
    private final double settlingMillis;

    FailingChecks(
            SplittableRandom random, Simulation simulation, Operator operator, Outcome outcome, double settlingMillis) {
        this.random = random;
        this.simulation = simulation;
        this.operator = operator;
        this.outcome = outcome;
        this.settlingMillis = settlingMillis;
    }

    /** The same VirtualIPs, some of which depend on nginx; the same effect in all of a group. */
    static List<SimVip> onto(List<SimVip> vips, SplittableRandom random) {
        Map<String, List<TrackedCheck>> byGroup = new HashMap<>();
        List<SimVip> depending = new ArrayList<>();
        for (SimVip vip : vips) {
            depending.add(vip.dependingOn(byGroup.computeIfAbsent(vip.group(), group -> some(random))));
        }
        return depending;
    }

    private static List<TrackedCheck> some(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> List.of(new TrackedCheck(NGINX, new CheckEffect.Lowest()));
            case 2 -> List.of(new TrackedCheck(NGINX, new CheckEffect.Fault()));
            case 3 -> List.of(new TrackedCheck(NGINX, new CheckEffect.Weight(-100)));
            default -> List.of();
        };
    }

    /** In the midst of other faults verdicts come and go on all nodes. */
    static void flapFor(double millis, SplittableRandom random, Simulation simulation) {
        for (double at = random.nextDouble(500); at < millis; at += random.nextDouble(10, 2_000)) {
            simulation.schedule().after(Millis.of(at), () -> {
                SimNode node =
                        simulation.nodes().get(random.nextInt(simulation.nodes().size()));
                node.judge(NGINX, random.nextBoolean());
                simulation.checks().faulty();
            });
        }
    }

    /** In a healthy segment; no packet of a client may be lost while a sound member is left. */
    void fail() {
        SimVip vip = operator.vips().get(0);
        if (vip.checks().isEmpty()) {
            return;
        }
        failsOnTheActive(vip);
        failsEverywhere(vip);
    }

    private void failsOnTheActive(SimVip vip) {
        simulation.checks().faultless();
        SimNode failing = outcome.active(vip);
        simulation.schedule().note("planned: nginx fails on " + failing);
        failing.judge(NGINX, false);
        simulation.runFor(settlingMillis);
        SimNode heir = outcome.active(vip);
        Invariant.holds(
                heir != failing || !mustMove(vip, failing),
                () -> failing + " is Active for " + vip.name() + " though nginx fails there and is well elsewhere");
        simulation.schedule().note("planned: nginx is well on " + failing);
        failing.judge(NGINX, true);
        simulation.runFor(settlingMillis);
        outcome.elected();
    }

    /** Unless a member's base priority is in the failing band itself. */
    private boolean mustMove(SimVip vip, SimNode failing) {
        int best = vip.members().entrySet().stream()
                .filter(one -> one.getKey() != failing.id())
                .mapToInt(one -> one.getValue().priority())
                .max()
                .orElse(0);
        return switch (vip.checks().get(0).effect()) {
            case CheckEffect.Lowest lowest -> best > 16;
            case CheckEffect.Fault fault -> true;
            case CheckEffect.Weight weight -> vip.members().get(failing.id()).priority() - 100 < best && best > 16;
        };
    }

    private void failsEverywhere(SimVip vip) {
        CheckEffect effect = vip.checks().get(0).effect();
        if (operator.vips().stream().anyMatch(FailingChecks::endsInFault)) {
            // Nobody has its addresses then, and clients lose packets.
            simulation.checks().faulty();
        }
        RouterSetup first = vip.on(vip.members().firstKey(), 0).get(0);
        boolean onlyToSoundOnes = effect instanceof CheckEffect.Lowest && soundMembersOnly(vip);
        Owners owners = new Owners(vip, onlyToSoundOnes, outcome.active(vip));
        List<SimNode> nodes = new ArrayList<>(simulation.nodes());
        Collections.shuffle(nodes, new Random(random.nextLong()));
        for (SimNode node : nodes) {
            simulation.schedule().note("planned: nginx fails on " + node + ", too");
            node.judge(NGINX, false);
            owners.watch(first, random.nextDouble(NOTICED_MILLIS));
        }
        owners.watch(first, settlingMillis);
        if (effect instanceof CheckEffect.Fault) {
            List<SimNode> actives = simulation.actives(first);
            Invariant.holds(actives.isEmpty(), () -> actives + " are Active though nginx fails everywhere");
        } else {
            outcome.active(vip);
        }
        simulation.schedule().note("planned: nginx is well everywhere");
        simulation.nodes().forEach(node -> node.judge(NGINX, true));
        simulation.runFor(settlingMillis);
        outcome.elected();
    }

    private static boolean endsInFault(SimVip vip) {
        return vip.checks().stream().anyMatch(check -> check.effect() instanceof CheckEffect.Fault);
    }

    /** Members with a base priority in the failing band don't fail by their priority, as in no cluster of an operator's. */
    private static boolean soundMembersOnly(SimVip vip) {
        return vip.members().values().stream().allMatch(member -> member.priority() > 16);
    }

    /** Who had the address, one after the other: an address never moves to a node on which the check fails already. */
    private final class Owners {
        private final SimVip vip;
        private final boolean onlyToSoundOnes;
        private SimNode last;

        private Owners(SimVip vip, boolean onlyToSoundOnes, SimNode first) {
            this.vip = vip;
            this.onlyToSoundOnes = onlyToSoundOnes;
            last = first;
        }

        private void watch(RouterSetup setup, double millis) {
            for (double past = 0; past < millis; past += 2) {
                simulation.runFor(2);
                List<SimNode> actives = simulation.actives(setup);
                Optional<SimNode> now = actives.size() == 1 ? Optional.of(actives.get(0)) : Optional.empty();
                now.filter(node -> node != last).ifPresent(node -> {
                    last = node;
                    Invariant.holds(
                            !onlyToSoundOnes || !node.hasFailedFor(NGINX, JUST_NOW_NANOS),
                            () -> vip.name() + " moved to " + node + " though nginx fails there");
                });
            }
        }
    }
}
