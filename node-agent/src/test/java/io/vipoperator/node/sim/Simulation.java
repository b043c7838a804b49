package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.loop.RouterSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Nodes on one segment in virtual time; what must always hold is checked after every event. */
final class Simulation {
    private final Schedule schedule = new Schedule();
    private final List<Segment> segments = new ArrayList<>();
    private final List<SimNode> nodes = new ArrayList<>();
    private final SegmentChecks checks;
    private long checkedNanos;

    Simulation(int count, SplittableRandom random) {
        for (int nic = 0; nic < Addressing.SEGMENTS; nic++) {
            segments.add(new Segment(nic, schedule, random.split()));
        }
        for (int id = 0; id < count; id++) {
            nodes.add(new SimNode(id, schedule, List.copyOf(segments), random.split()));
        }
        checks = new SegmentChecks(this);
    }

    Schedule schedule() {
        return schedule;
    }

    /** Of eth0. */
    Segment segment() {
        return segments.get(0);
    }

    List<Segment> segments() {
        return segments;
    }

    SegmentChecks checks() {
        return checks;
    }

    List<SimNode> nodes() {
        return nodes;
    }

    SimNode node(int id) {
        return nodes.get(id);
    }

    void runFor(double millis) {
        schedule.runUntil(schedule.nowNanos() + Millis.of(millis), this::check);
    }

    /** Runs until it holds, in steps of a tenth of a millisecond, and returns the milliseconds that it took. */
    double runUntil(BooleanSupplier condition, double mostMillis) {
        long startNanos = schedule.nowNanos();
        while (!condition.getAsBoolean()) {
            Invariant.holds(
                    schedule.nowNanos() - startNanos < Millis.of(mostMillis),
                    () -> "what was awaited did not happen within " + mostMillis + " ms");
            runFor(0.1);
        }
        return (schedule.nowNanos() - startNanos) / 1e6;
    }

    /** The nodes whose router is Active, dead and frozen ones left out. */
    List<SimNode> actives(RouterSetup setup) {
        return nodes.stream()
                .filter(node -> !node.isFrozen() && node.isActive(setup))
                .toList();
    }

    /** The one node that is Active and has the addresses, alone. */
    SimNode onlyActive(RouterSetup setup) {
        List<SimNode> actives = actives(setup);
        Invariant.holds(actives.size() == 1, () -> setup.key() + " has these Actives: " + actives);
        SimNode active = actives.get(0);
        for (SimNode node : nodes) {
            for (AddressWithPrefix address : setup.install().addresses()) {
                Invariant.holds(
                        node.kernel().has(address.address()) == (node == active),
                        () -> address + " on " + node + ": " + node.kernel().has(address.address()) + ", Active is "
                                + active);
            }
        }
        return active;
    }

    /** Whatever ails is well again; an agent that is just stopping may end first, and then starts. */
    void heal() {
        schedule.note("healed");
        segments.forEach(Segment::heal);
        nodes.forEach(SimNode::thaw);
        runFor(200);
        // An Active without a successor waits four intervals for one, 8 s at most.
        runUntil(() -> nodes.stream().noneMatch(SimNode::isStopping), 8_600);
        for (SimNode node : nodes) {
            node.kernel().refuse(false);
            node.thaw();
            node.judge(FailingChecks.NGINX, true);
            for (int nic = 0; nic <= Addressing.TRACKED; nic++) {
                if (!node.hasCarrier(nic)) {
                    node.carrier(nic, true);
                }
            }
            node.start();
        }
        checks.faulty();
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        for (SimNode node : nodes) {
            for (RouterSetup setup : node.setups()) {
                String state = node.report(setup)
                        .map(RouterReport::state)
                        .map(Enum::name)
                        .orElse("not running");
                text.append(node).append(": ").append(setup.key().virtualIP());
                text.append(" priority ").append(setup.priority());
                text.append(" interval ")
                        .append(setup.intervalNanos() / 1_000_000)
                        .append(" ms");
                text.append(" preempt ").append(setup.preempt());
                text.append(" delay ")
                        .append(setup.preemptDelayNanos() / 1_000_000)
                        .append(" ms");
                text.append(" is ").append(state).append('\n');
            }
        }
        return text.toString();
    }

    /** Each turn of a loop checks itself; what only time can break is looked at each millisecond. */
    private void check() {
        if (schedule.nowNanos() - checkedNanos >= Millis.of(1)) {
            checkedNanos = schedule.nowNanos();
            nodes.forEach(SimNode::check);
            checks.atMostOneActive();
        }
        checks.clientsReachTheAddresses();
    }
}
