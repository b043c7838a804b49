package io.vipoperator.node.sim;

import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.List;

/** What must hold between the nodes. */
final class SegmentChecks {
    /** Both listen for an interval after a late wake-up, one advertises after another; packets and turns take their time. */
    private static final double SETTLING_MILLIS = 300;

    private final Simulation simulation;
    private List<SimVip> vips = List.of();
    private double slowestMillis;
    private long faultyNanos;
    private boolean faultless;

    SegmentChecks(Simulation simulation) {
        this.simulation = simulation;
    }

    /** These are wanted from now on. */
    void want(List<SimVip> newVips) {
        for (SimVip vip : newVips) {
            slowestMillis = Math.max(slowestMillis, vip.slowestIntervalMillis());
        }
        for (SimVip before : vips) {
            // What nobody is to have any more, clients do not look for.
            List<IpAddress> now =
                    newVips.stream().flatMap(vip -> vip.addresses().stream()).toList();
            before.addresses().stream()
                    .filter(address -> !now.contains(address))
                    .forEach(this::forget);
        }
        for (SimVip vip : newVips) {
            List<IpAddress> before =
                    vips.stream().flatMap(one -> one.addresses().stream()).toList();
            vip.addresses().stream()
                    .filter(address -> !before.contains(address))
                    .forEach(this::forget);
        }
        vips = List.copyOf(newVips);
    }

    private void forget(IpAddress address) {
        simulation.segments().forEach(segment -> segment.clientForgets(address));
    }

    /** Something was done now that may make two Active, or none. */
    void faulty() {
        faultyFor(0);
    }

    /** What was done now acts for so long. */
    void faultyFor(double millis) {
        faultyNanos = Math.max(faultyNanos, simulation.schedule().nowNanos() + Millis.of(millis));
        faultless = false;
    }

    /** From now on nothing faulty happens: no packet of a client may be lost. */
    void faultless() {
        faultless = true;
    }

    /** Two that hear each other aren't both Active for longer than two intervals, and a moment. */
    void atMostOneActive() {
        long nowNanos = simulation.schedule().nowNanos();
        if (nowNanos - faultyNanos <= Millis.of(2 * slowestMillis + SETTLING_MILLIS)) {
            return;
        }
        for (SimVip vip : vips) {
            List<SimNode> actives = simulation.nodes().stream()
                    .filter(node -> isLongActive(node, vip, nowNanos))
                    .toList();
            for (SimNode one : actives) {
                for (SimNode other : actives) {
                    Invariant.holds(
                            one.id() >= other.id() || !hear(one, other, vip),
                            () -> one + " and " + other + " are both Active for " + vip.name()
                                    + " and hear each other");
                }
            }
        }
    }

    private boolean isLongActive(SimNode node, SimVip vip, long nowNanos) {
        return !node.isFrozen()
                && node.report()
                        .filter(report ->
                                report.routers().stream().anyMatch(router -> isLongActive(node, router, vip, nowNanos)))
                        .isPresent();
    }

    private boolean isLongActive(SimNode node, RouterReport router, SimVip vip, long nowNanos) {
        return router.state() == RouterPhase.ACTIVE
                && router.setup().key().virtualIP().equals(vip.name())
                && nowNanos - node.onSchedule(router.sinceNanos()) > Millis.of(2 * slowestMillis + SETTLING_MILLIS);
    }

    private boolean hear(SimNode one, SimNode other, SimVip vip) {
        Segment segment = simulation.segments().get(vip.nic());
        return Math.abs(one.wallOffsetNanos() - other.wallOffsetNanos()) < Millis.of(4_000)
                && one.hasCarrier(vip.nic())
                && other.hasCarrier(vip.nic())
                && vip.families().stream()
                        .anyMatch(family -> segment.carries(one.id(), other.id(), family, vip.unicast())
                                && segment.carries(other.id(), one.id(), family, vip.unicast()));
    }

    /** Wherever the client sends, the address is there. */
    void clientsReachTheAddresses() {
        if (!faultless) {
            return;
        }
        for (SimVip vip : vips) {
            if (!vip.hasOneInterval()) {
                // A last word teaches Backups the interval of who says it, and the fastest may take over too early from
                // a slower one.
                continue;
            }
            Segment segment = simulation.segments().get(vip.nic());
            for (IpAddress address : vip.addresses()) {
                segment.clientFinds(address)
                        .ifPresent(node -> Invariant.holds(
                                simulation.node(node).kernel().has(address),
                                () -> "clients look for " + address + " at node " + node + ", which doesn't have it"));
            }
        }
    }
}
