package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.vrrp.Family;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** All that may go wrong in a segment. */
final class Chaos {
    private final SplittableRandom random;
    private final Simulation simulation;
    private final Operator operator;
    private boolean refused;
    private boolean steppedClock;

    Chaos(SplittableRandom random, Simulation simulation, Operator operator) {
        this.random = random;
        this.simulation = simulation;
        this.operator = operator;
    }

    void forMillis(double millis) {
        for (double past = 0; past < millis; ) {
            double pause = random.nextInt(8) == 0 ? random.nextDouble(2_000, 5_000) : random.nextDouble(5, 800);
            simulation.runFor(pause);
            past += pause;
            simulation.checks().faulty();
            disturb(simulation.nodes().get(random.nextInt(simulation.nodes().size())));
        }
    }

    void heal() {
        for (SimNode node : simulation.nodes()) {
            if (Math.abs(node.wallOffsetNanos()) > Millis.of(1_000)) {
                node.setWallOffset(0);
            }
        }
        simulation.heal();
    }

    /** Clients forget a wrong node at the next refresh. A refused address is tried again 10 s later, and who signs with a clock that was wrong is heard when it is right. */
    double aftermathMillis() {
        return SimVip.REFRESH_MILLIS + (refused ? 10_500 : 0) + (steppedClock ? 8_000 : 0);
    }

    private Segment segment() {
        return simulation.segments().get(random.nextInt(Addressing.SEGMENTS));
    }

    private void disturb(SimNode node) {
        int other = random.nextInt(simulation.nodes().size());
        switch (random.nextInt(22)) {
            case 0 -> node.cutPower();
            case 1 -> node.kill();
            case 2 -> node.stop();
            case 3, 4 -> node.start();
            case 5 -> freezeFor(node, random.nextDouble(1, 50));
            case 6 -> freezeFor(node, random.nextDouble(50, 6_000));
            case 7 -> segment().cut(node.id(), other);
            case 8 -> cutOff(node);
            case 9 -> segment().disturb(random.nextDouble(0.3), random.nextDouble(0.2), random.nextDouble(1, 40));
            case 10 -> simulation.segments().forEach(Segment::heal);
            case 11 -> node.carrier(0, !node.hasCarrier(0));
            case 12 -> refuseOnce(node);
            case 13 -> removeAddresses(node);
            case 14 -> node.carrier(1, !node.hasCarrier(1));
            case 15 -> node.carrier(Addressing.TRACKED, !node.hasCarrier(Addressing.TRACKED));
            case 16 -> segment().loseMulticastOf(random.nextBoolean() ? Family.IPV4 : Family.IPV6);
            case 17 -> stepClock(node);
            case 18 -> foreignRouter();
            case 19 -> forge();
            default -> editPriority(node);
        }
    }

    private SimVip anyVip() {
        return operator.vips().get(random.nextInt(operator.vips().size()));
    }

    private void freezeFor(SimNode node, double millis) {
        if (node.isRunning()) {
            node.freeze();
            simulation.schedule().after(Millis.of(millis), () -> {
                node.thaw();
                simulation.checks().faulty();
            });
        }
    }

    private void cutOff(SimNode node) {
        simulation.schedule().note(node + ": cut off");
        for (Segment segment : simulation.segments()) {
            for (SimNode other : simulation.nodes()) {
                segment.cut(node.id(), other.id());
                segment.cut(other.id(), node.id());
            }
        }
    }

    /** Only once in a run, since each further refusal doubles the time that the router stays away. */
    private void refuseOnce(SimNode node) {
        if (!refused) {
            refused = true;
            simulation.schedule().note(node + ": kernel refuses addresses");
            node.kernel().refuse(true);
            simulation.schedule().after(Millis.of(3_000), () -> {
                node.kernel().refuse(false);
                simulation.checks().faulty();
            });
        }
    }

    private static void removeAddresses(SimNode node) {
        if (!node.setups().isEmpty()) {
            for (AddressWithPrefix address : node.setups().get(0).install().addresses()) {
                node.kernel().removedBySomebody(address.address());
            }
        }
    }

    private void stepClock(SimNode node) {
        steppedClock = true;
        node.setWallOffset(Millis.of(random.nextDouble(-20_000, 20_000)));
        simulation.checks().faultyFor(8_000);
    }

    private void foreignRouter() {
        SimVip vip = anyVip();
        if (!vip.unicast() && vip.authentication() instanceof Authentication.None) {
            double millis = random.nextDouble(100, 3_000);
            new Stranger(
                            simulation,
                            vip,
                            vip.families().get(random.nextInt(vip.families().size())))
                    .speakFor(millis);
            simulation.checks().faultyFor(millis);
        }
    }

    private void forge() {
        SimVip vip = anyVip();
        if (vip.authentication() instanceof Authentication.Hmac) {
            new Stranger(simulation, vip, vip.families().get(0)).forge(random.nextBoolean() ? 0 : 255);
        }
    }

    private void editPriority(SimNode node) {
        int priority = random.nextInt(1, 250);
        simulation.schedule().note(node + ": priority becomes " + priority);
        operator.edit(operator.groupOf(anyVip()), 0, vip -> {
            TreeMap<Integer, SimVip.Member> members = new TreeMap<>(vip.members());
            members.computeIfPresent(
                    node.id(), (id, was) -> new SimVip.Member(priority, was.intervalMillis(), was.preempt()));
            return vip.with(members);
        });
    }
}
