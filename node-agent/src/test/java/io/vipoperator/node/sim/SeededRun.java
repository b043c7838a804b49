package io.vipoperator.node.sim;

import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.RouterSetup;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All that one seed makes happen: nodes, VirtualIPs, ten seconds of faults, healing, planned changes, and what must come of it.
 * One of three seeds has no faults, and more changes.
 */
final class SeededRun {
    private static final double CHAOS_MILLIS = 10_000;
    /** Longer than carrier's return, an agent's start and the dead-man's switch. */
    private static final double SETTLING_MILLIS = 4_000;

    private final SplittableRandom random;
    private final Simulation simulation;
    private final Operator operator;
    private final Outcome outcome;
    private final Chaos chaos;
    private final boolean calm;
    /** Beside the other one, so that what it decides leaves everything else as it is. */
    private final SplittableRandom ofChecks;

    private SeededRun(long seed) {
        random = new SplittableRandom(seed);
        int nodes = random.nextInt(2, 6);
        simulation = new Simulation(nodes, random.split());
        operator = new Operator(simulation, random.split());
        outcome = new Outcome(simulation, operator);
        chaos = new Chaos(random.split(), simulation, operator);
        calm = random.nextInt(3) == 0;
        ofChecks = new SplittableRandom(31 * seed + 7);
        operator.run(FailingChecks.onto(new RandomVips(random.split(), nodes).some(), ofChecks), 0);
        simulation.nodes().forEach(node -> node.setWallOffset(Millis.between(random, -1_000, 1_000)));
    }

    /** Returns what happened, in short: the same for the same seed. */
    static String run(long seed) {
        SeededRun run = new SeededRun(seed);
        try {
            run.play();
            return run.simulation.schedule().fingerprint();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (run it alone with -Dsim.seed=" + seed + "): " + e.getMessage() + "\n"
                            + run.operator.describe()
                            + run.simulation.describe()
                            + run.simulation.schedule().timeline(),
                    e);
        }
    }

    private void play() {
        for (SimNode node : simulation.nodes()) {
            simulation.schedule().after(Millis.between(random, 0, 2_000), node::start);
        }
        if (calm) {
            simulation.runFor(2_000);
        } else {
            FailingChecks.flapFor(CHAOS_MILLIS - 500, ofChecks, simulation);
            chaos.forMillis(CHAOS_MILLIS);
            chaos.heal();
        }
        simulation.runFor(boundMillis() + chaos.aftermathMillis());
        outcome.elected();
        healthyActivesStay();
        new PlannedChanges(random.split(), simulation, operator, outcome, boundMillis()).make(calm ? 5 : 2);
        new FailingChecks(ofChecks, simulation, operator, outcome, boundMillis()).fail();
        lostAdvertisementMovesNothing();
        foreignRouterKeepsAGroupOut();
        heirFollowsGracefulStop();
        nothingIsLeftBehind();
    }

    private double slowestMillis() {
        return operator.vips().stream()
                .mapToDouble(SimVip::slowestIntervalMillis)
                .max()
                .orElseThrow();
    }

    /** Delays first, then at most three elections, each as slow as the slowest interval that anybody can have learned. */
    private double boundMillis() {
        double delay = operator.vips().stream()
                .mapToDouble(vip -> vip.delayMillis() + vip.startupMillis())
                .max()
                .orElseThrow();
        return SETTLING_MILLIS + delay + 12 * slowestMillis();
    }

    private void healthyActivesStay() {
        Map<Integer, SimNode> before = outcome.actives();
        simulation.checks().faultless();
        simulation.runFor(5_000);
        outcome.nothingHasMoved(before, "time");
    }

    /** Active_Down_Interval is more than three intervals, so one that is lost is no reason. */
    private void lostAdvertisementMovesNothing() {
        Map<Integer, SimNode> before = outcome.actives();
        SimVip vip = operator.vips().get(0);
        SimNode active = outcome.active(vip);
        double shortest = vip.members().get(active.id()).intervalMillis();
        simulation.nodes().forEach(other -> simulation.segments().get(vip.nic()).cut(active.id(), other.id()));
        for (SimVip other : operator.vips()) {
            shortest = Math.min(
                    shortest,
                    other.members().values().stream()
                            .mapToDouble(SimVip.Member::intervalMillis)
                            .min()
                            .orElseThrow());
        }
        simulation.runFor(0.9 * shortest);
        simulation.segments().forEach(Segment::heal);
        simulation.runFor(2_000);
        outcome.nothingHasMoved(before, "one lost advertisement");
    }

    /** Who has one half elsewhere takes no half, and all when it may. */
    private void foreignRouterKeepsAGroupOut() {
        SimVip vip = operator.vips().get(0);
        if (vip.families().size() < 2 || vip.unicast() || !vip.authentication().equals(new Authentication.None())) {
            return;
        }
        double millis = 6 * slowestMillis() + 500;
        simulation.checks().faultyFor(millis);
        new Stranger(simulation, vip, vip.families().get(random.nextInt(2))).speakFor(millis);
        simulation.runFor(millis - 1);
        for (RouterSetup setup : vip.on(vip.members().firstKey(), 0)) {
            List<SimNode> actives = simulation.actives(setup);
            Invariant.holds(
                    actives.isEmpty(), () -> actives + " take " + setup.key() + " though its group is elsewhere");
        }
        simulation.runFor(boundMillis());
        outcome.elected();
    }

    private void heirFollowsGracefulStop() {
        SimVip vip = operator.vips().get(0);
        SimNode stopped = outcome.active(vip);
        List<SimVip> group = operator.groupOf(vip);
        double longestSkew = group.stream()
                .mapToDouble(one -> skewMillis(one, bestOfOthers(one, stopped.id()), stopped.id()))
                .max()
                .orElseThrow();
        RouterSetup first = vip.on(vip.members().firstKey(), 0).get(0);
        simulation.checks().faultless();
        stopped.stop();
        simulation.runUntil(
                () -> simulation.actives(first).stream().anyMatch(node -> node != stopped), longestSkew + 5);
        SimNode heir = simulation.actives(first).stream()
                .filter(node -> node != stopped)
                .findFirst()
                .orElseThrow();
        if (group.size() == 1 && secondIsFarBehind(vip, stopped.id())) {
            int priority = vip.members().get(heir.id()).priority();
            int best = bestOfOthers(vip, stopped.id());
            Invariant.holds(
                    priority == best, () -> heir + " with priority " + priority + " is heir, the best is " + best);
        }
        simulation.runFor(boundMillis());
        outcome.elected(stopped);
    }

    private static int bestOfOthers(SimVip vip, int without) {
        return others(vip, without).get(0);
    }

    /** Their priorities, the best first. */
    private static List<Integer> others(SimVip vip, int without) {
        return vip.members().entrySet().stream()
                .filter(one -> one.getKey() != without)
                .map(one -> one.getValue().priority())
                .sorted((a, b) -> b - a)
                .toList();
    }

    /** RFC 9568 and RFC 3768 section 6.1, on its own: the product's arithmetic is what is tested. */
    private static double skewMillis(SimVip vip, int priority, int active) {
        double unit = vip.version() == 2 ? 1_000 : vip.members().get(active).intervalMillis();
        return (256 - priority) * unit / 256;
    }

    /** Whether the skews of the best two differ by more than a packet's way and a late wake-up. */
    private static boolean secondIsFarBehind(SimVip vip, int stopped) {
        List<Integer> others = others(vip, stopped);
        return others.size() < 2
                || skewMillis(vip, others.get(1), stopped) - skewMillis(vip, others.get(0), stopped) > 3;
    }

    private void nothingIsLeftBehind() {
        simulation.checks().faulty();
        simulation.nodes().forEach(SimNode::stop);
        // Nobody takes over: each Active waits four of its intervals for that.
        simulation.runFor(4 * slowestMillis() + 200);
        for (SimNode node : simulation.nodes()) {
            Invariant.holds(!node.isRunning(), () -> node + " did not stop");
            Invariant.holds(
                    node.kernel().addresses().isEmpty(),
                    () -> node + " has stopped and left " + node.kernel().addresses());
        }
    }
}
