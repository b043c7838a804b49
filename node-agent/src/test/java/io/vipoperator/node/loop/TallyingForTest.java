package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.TransitionReason;

/** Counts as the loop does, for tests of those who read. */
public final class TallyingForTest {
    private final LoopCounters counters;
    private final RouterKey router;
    private final RouterTally tally = new RouterTally();

    private TallyingForTest(LoopCounters counters, RouterKey router) {
        this.counters = counters;
        this.router = router;
    }

    /** The router is started. */
    public static TallyingForTest of(LoopCounters counters, RouterKey router) {
        TallyingForTest test = new TallyingForTest(counters, router);
        counters.tallies().started(router, test.tally);
        return test;
    }

    public TallyingForTest sent(int priority) {
        tally.countAdvertisementSent(priority);
        return this;
    }

    public TallyingForTest heard(int priority) {
        tally.countAdvertisementReceived(priority);
        return this;
    }

    public TallyingForTest announced() {
        tally.countAnnouncementSent();
        return this;
    }

    public TallyingForTest lost() {
        tally.countAddressLost();
        return this;
    }

    public TallyingForTest active(boolean active, TransitionReason reason) {
        tally.countActive(active, reason);
        return this;
    }

    public TallyingForTest incident(String reason) {
        tally.countIncident(reason);
        return this;
    }

    public TallyingForTest takeover(long nanos) {
        counters.takeovers().began(router, 0);
        counters.takeovers().held(router, nanos);
        return this;
    }

    public TallyingForTest late(long nanos) {
        counters.countLateness(nanos);
        return this;
    }
}
