package io.vipoperator.e2e.nic;

import io.vipoperator.e2e.NetnsSegment;

/** Two hosts with agents, {@code left} and {@code right}, and {@code ears}, which only listens. Used by one test class. */
final class Hosts implements AutoCloseable {

    final NetnsSegment segment;
    final AgentHost left;
    final AgentHost right;
    final Wiretap wire;

    private Hosts(NetnsSegment segment) {
        this.segment = segment;
        this.left = new AgentHost(segment, "left");
        this.right = new AgentHost(segment, "right");
        this.wire = Wiretap.start(segment, "ears");
    }

    /** With running agents that have nothing to do yet. */
    static Hosts start() {
        NetnsSegment segment = NetnsSegment.of("left", "right", "ears");
        try {
            Hosts hosts = new Hosts(segment);
            hosts.left.launch();
            hosts.right.launch();
            hosts.left.awaitReady();
            hosts.right.awaitReady();
            return hosts;
        } catch (RuntimeException | Error e) {
            segment.close();
            throw e;
        }
    }

    /** Runs this VirtualIP and no other on both hosts, until it is Active on the left one, which is better, and Backup on the right one. */
    void settle(Vip vip) {
        left.runs(vip.withPriority(200));
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        right.runs(vip.withPriority(100));
        right.awaitState(vip, "Backup");
    }

    @Override
    public void close() {
        segment.close();
    }
}
