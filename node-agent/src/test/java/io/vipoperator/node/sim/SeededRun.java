package io.vipoperator.node.sim;

import io.vipoperator.node.loop.RouterSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All that one seed makes happen: nodes, routers, ten seconds of faults, healing, and what must come of it. */
final class SeededRun {
    private static final double[] INTERVALS_MILLIS = {10, 50, 100, 100, 200, 500, 1_000};
    private static final double CHAOS_MILLIS = 10_000;
    /** Longer than carrier's return, an agent's start and the dead-man's switch. */
    private static final double SETTLING_MILLIS = 4_000;

    private static final double REFUSAL_RETRY_MILLIS = 10_500;

    private final SplittableRandom random;
    private final Simulation simulation;
    private final int routers;
    private boolean refused;

    SeededRun(long seed) {
        random = new SplittableRandom(seed);
        simulation = new Simulation(random.nextInt(2, 8), random.split());
        routers = random.nextInt(1, 4);
        boolean preemptionEverywhere = random.nextBoolean();
        double delayMillis = random.nextInt(3) == 0 ? random.nextInt(2_000) : 0;
        for (SimNode node : simulation.nodes()) {
            List<RouterSetup> setups = new ArrayList<>();
            for (int number = 0; number < routers; number++) {
                int priority = random.nextInt(3) == 0 ? 100 : random.nextInt(1, 255);
                double interval = INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)];
                setups.add(Setups.withPreemption(
                        Setups.router(number, 1 + (number % 3), priority, interval),
                        preemptionEverywhere || random.nextBoolean(),
                        delayMillis,
                        random.nextInt(4) == 0 ? 500 : 0));
            }
            node.run(setups);
        }
    }

    static void run(long seed) {
        SeededRun run = new SeededRun(seed);
        try {
            run.play();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " (run it alone with -Dsim.seed=" + seed + "): " + e.getMessage() + "\n"
                            + run.simulation.describe()
                            + run.simulation.schedule().timeline(),
                    e);
        }
    }

    private void play() {
        for (SimNode node : simulation.nodes()) {
            simulation.schedule().after(Millis.between(random, 0, 2_000), node::start);
        }
        double startMillis = 0;
        while (startMillis < CHAOS_MILLIS) {
            double pause = random.nextDouble(5, 800);
            simulation.runFor(pause);
            startMillis += pause;
            disturb(simulation.nodes().get(random.nextInt(simulation.nodes().size())));
        }
        simulation.heal();
        simulation.runFor(boundMillis());
        checkElected();
        checkHealthyActivesStay();
        checkLostAdvertisementMovesNothing();
        checkHeirFollowsGracefulStop();
        checkNothingIsLeftBehind();
    }

    private void disturb(SimNode node) {
        int other = random.nextInt(simulation.nodes().size());
        switch (random.nextInt(15)) {
            case 0 -> node.cutPower();
            case 1 -> node.kill();
            case 2 -> node.stop();
            case 3, 4 -> node.start();
            case 5 -> freezeFor(node, random.nextDouble(1, 50));
            case 6 -> freezeFor(node, random.nextDouble(50, 6_000));
            case 7 -> simulation.segment().cut(node.id(), other);
            case 8 -> cutOff(node);
            case 9 ->
                simulation.segment().disturb(random.nextDouble(0.3), random.nextDouble(0.2), random.nextDouble(1, 40));
            case 10 -> simulation.segment().heal();
            case 11 -> node.carrier(!node.hasCarrier());
            case 12 -> refuseOnce(node);
            case 13 ->
                node.setups()
                        .get(0)
                        .install()
                        .addresses()
                        .forEach(address -> node.kernel().removedBySomebody(address.address()));
            default -> editPriority(node);
        }
    }

    private void freezeFor(SimNode node, double millis) {
        if (node.isRunning()) {
            node.freeze();
            simulation.schedule().after(Millis.of(millis), node::thaw);
        }
    }

    private void cutOff(SimNode node) {
        for (SimNode other : simulation.nodes()) {
            simulation.segment().cut(node.id(), other.id());
            simulation.segment().cut(other.id(), node.id());
        }
    }

    /** Only once in a run, since each further refusal doubles the time that the router stays away. */
    private void refuseOnce(SimNode node) {
        if (!refused) {
            refused = true;
            node.kernel().refuse(true);
            simulation.schedule().after(Millis.of(3_000), () -> node.kernel().refuse(false));
        }
    }

    private void editPriority(SimNode node) {
        int number = random.nextInt(routers);
        List<RouterSetup> setups = new ArrayList<>(node.setups());
        setups.set(number, Setups.withPriority(setups.get(number), random.nextInt(1, 255)));
        node.run(setups);
    }

    private double slowestIntervalMillis() {
        return simulation.nodes().stream()
                .flatMap(node -> node.setups().stream())
                .mapToDouble(setup -> setup.intervalNanos() / 1e6)
                .max()
                .orElseThrow();
    }

    /** Delays first, then at most three elections, each as slow as the slowest interval that anybody can have learned. */
    private double boundMillis() {
        double slowest = 0;
        double delay = 0;
        for (SimNode node : simulation.nodes()) {
            for (RouterSetup setup : node.setups()) {
                slowest = Math.max(slowest, setup.intervalNanos() / 1e6);
                delay = Math.max(delay, (setup.preemptDelayNanos() + setup.startupDelayNanos()) / 1e6);
            }
        }
        return SETTLING_MILLIS + delay + 12 * slowest + (refused ? REFUSAL_RETRY_MILLIS : 0);
    }

    private List<RouterSetup> ofRouter(int number, SimNode without) {
        return simulation.nodes().stream()
                .filter(node -> node != without)
                .map(node -> node.setups().get(number))
                .toList();
    }

    private static int bestPriority(List<RouterSetup> setups) {
        return setups.stream().mapToInt(RouterSetup::priority).max().orElseThrow();
    }

    private void checkElected() {
        for (int number = 0; number < routers; number++) {
            List<RouterSetup> setups = ofRouter(number, null);
            SimNode active = simulation.onlyActive(setups.get(0));
            if (setups.stream().allMatch(RouterSetup::preempt)) {
                int priority = active.setups().get(number).priority();
                Invariant.holds(
                        priority == bestPriority(setups),
                        () -> active + " is Active with priority " + priority + ", the best is "
                                + bestPriority(setups));
            }
        }
    }

    private void checkHealthyActivesStay() {
        List<SimNode> before = new ArrayList<>();
        for (int number = 0; number < routers; number++) {
            before.add(simulation.onlyActive(simulation.node(0).setups().get(number)));
        }
        simulation.runFor(5_000);
        for (int number = 0; number < routers; number++) {
            SimNode was = before.get(number);
            SimNode now = simulation.onlyActive(simulation.node(0).setups().get(number));
            Invariant.holds(now == was, () -> was + " was Active and healthy, now it is " + now);
        }
    }

    /** Active_Down_Interval is more than three intervals, so one that is lost is no reason. */
    private void checkLostAdvertisementMovesNothing() {
        RouterSetup first = simulation.node(0).setups().get(0);
        SimNode active = simulation.onlyActive(first);
        for (SimNode other : simulation.nodes()) {
            simulation.segment().cut(active.id(), other.id());
        }
        simulation.runFor(0.9 * active.setups().get(0).intervalNanos() / 1e6);
        simulation.segment().heal();
        simulation.runFor(2_000);
        SimNode now = simulation.onlyActive(first);
        Invariant.holds(now == active, () -> active + " lost one advertisement, now " + now + " is Active");
    }

    private void checkHeirFollowsGracefulStop() {
        RouterSetup first = simulation.node(0).setups().get(0);
        SimNode stopped = simulation.onlyActive(first);
        List<RouterSetup> heirs = ofRouter(0, stopped);
        long skewNanos = skewNanos(bestPriority(heirs), stopped.setups().get(0).intervalNanos());
        stopped.stop();
        simulation.runUntil(
                () -> simulation.actives(first).stream().anyMatch(node -> node != stopped), skewNanos / 1e6 + 5);
        SimNode heir = simulation.actives(first).stream()
                .filter(node -> node != stopped)
                .findFirst()
                .orElseThrow();
        if (secondIsFarBehind(heirs, stopped.setups().get(0).intervalNanos())) {
            int priority = heir.setups().get(0).priority();
            Invariant.holds(
                    priority == bestPriority(heirs),
                    () -> heir + " with priority " + priority + " is heir, the best is " + bestPriority(heirs));
        }
        simulation.runFor(boundMillis());
        simulation.onlyActive(first);
    }

    /** RFC 9568 section 6.1, on its own: the product's arithmetic is what is tested. */
    private static long skewNanos(int priority, long activeIntervalNanos) {
        return (256 - priority) * activeIntervalNanos / 256;
    }

    /** Whether the skews of the best two differ by more than a packet's way and a late wake-up. */
    private static boolean secondIsFarBehind(List<RouterSetup> heirs, long intervalNanos) {
        List<Long> skews = heirs.stream()
                .map(setup -> skewNanos(setup.priority(), intervalNanos))
                .sorted()
                .toList();
        return skews.size() < 2 || skews.get(1) - skews.get(0) > Millis.of(3);
    }

    private void checkNothingIsLeftBehind() {
        simulation.nodes().forEach(SimNode::stop);
        // Nobody takes over: each Active waits four of its intervals for that.
        simulation.runFor(4 * slowestIntervalMillis() + 200);
        for (SimNode node : simulation.nodes()) {
            Invariant.holds(!node.isRunning(), () -> node + " did not stop");
            Invariant.holds(
                    node.kernel().addresses().isEmpty(),
                    () -> node + " has stopped and left " + node.kernel().addresses());
        }
    }
}
