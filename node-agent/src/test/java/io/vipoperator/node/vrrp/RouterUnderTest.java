package io.vipoperator.node.vrrp;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One virtual router and its clock, driven by hand: VRID 51, priority 100, an interval of 1 s, one address, unless told
 * otherwise. Its Skew_Time is 609,375,000 ns and its Active_Down_Interval 3,609,375,000 ns.
 */
final class RouterUnderTest {
    static final IpAddress OURS = IpAddress.parse("192.168.1.5");
    static final IpAddress LOWER = IpAddress.parse("192.168.1.4");
    static final IpAddress HIGHER = IpAddress.parse("192.168.1.200");
    static final IpAddress VIRTUAL = IpAddress.parse("192.168.1.10");
    static final IpAddress SECOND_VIRTUAL = IpAddress.parse("192.168.1.11");
    static final long SECOND = 1_000_000_000L;

    private RouterConfig config;
    private State state = VirtualRouter.initial();

    RouterUnderTest(RouterConfig config) {
        this.config = config;
    }

    static RouterUnderTest withDefaults() {
        return new RouterUnderTest(config(100));
    }

    /** Started at 0, a Backup unless it is the owner. */
    static RouterUnderTest started(RouterConfig config) {
        RouterUnderTest router = new RouterUnderTest(config);
        router.at(0, new Event.Startup());
        return router;
    }

    /** Active since 0, with its addresses held and the first announcement sent; it has never heard a peer. */
    static RouterUnderTest active(RouterConfig config) {
        RouterUnderTest router = new RouterUnderTest(config);
        long downNanos = Intervals.activeDownNanos(config.version(), config.priority(), config.intervalNanos());
        router.at(-downNanos, new Event.Startup());
        router.at(0, new Event.DeadlinePassed());
        router.at(0, new Event.AddressesHeld());
        return router;
    }

    static RouterConfig config(int priority) {
        return config(priority, true, 0, 0, new AnnouncementPlan(1, 0, 0, 0));
    }

    static RouterConfig config(
            int priority, boolean preempt, long preemptDelayNanos, long startupDelayNanos, AnnouncementPlan plan) {
        return new RouterConfig(
                3,
                51,
                priority,
                false,
                GroupRole.ALONE,
                OURS,
                List.of(VIRTUAL),
                Set.of(VIRTUAL),
                SECOND,
                4 * SECOND,
                preempt,
                preemptDelayNanos,
                startupDelayNanos,
                plan);
    }

    static RouterConfig withInterval(RouterConfig c, long intervalNanos) {
        return copy(c, c.priority(), c.addresses(), intervalNanos);
    }

    static RouterConfig withAddresses(RouterConfig c, IpAddress... addresses) {
        return copy(c, c.priority(), List.of(addresses), c.intervalNanos());
    }

    static RouterConfig withPriority(RouterConfig c, int priority) {
        return copy(c, priority, c.addresses(), c.intervalNanos());
    }

    static RouterConfig inVersion2(RouterConfig c) {
        return copy(c, 2, c.priority(), c.failing(), c.group(), c.addresses(), c.intervalNanos());
    }

    static RouterConfig inGroup(RouterConfig c, GroupRole group) {
        return copy(c, c.version(), c.priority(), c.failing(), group, c.addresses(), c.intervalNanos());
    }

    /** Checks or trackers have put it into the failing band. */
    static RouterConfig failing(RouterConfig c, int priority) {
        return copy(c, c.version(), priority, true, c.group(), c.addresses(), c.intervalNanos());
    }

    private static RouterConfig copy(RouterConfig c, int priority, List<IpAddress> addresses, long intervalNanos) {
        return copy(c, c.version(), priority, c.failing(), c.group(), addresses, intervalNanos);
    }

    private static RouterConfig copy(
            RouterConfig c,
            int version,
            int priority,
            boolean failing,
            GroupRole group,
            List<IpAddress> addresses,
            long intervalNanos) {
        return new RouterConfig(
                version,
                c.virtualRouterID(),
                priority,
                failing,
                group,
                c.primaryAddress(),
                addresses,
                c.installed().isEmpty() ? Set.of() : Set.copyOf(addresses),
                intervalNanos,
                Intervals.handOverNanos(version, intervalNanos),
                c.preempt(),
                c.preemptDelayNanos(),
                c.startupDelayNanos(),
                c.announcement());
    }

    List<Effect> at(long nowNanos, Event event) {
        Step step = VirtualRouter.step(config, state, event, nowNanos);
        state = step.next();
        return step.effects();
    }

    List<Effect> hears(long nowNanos, int priority, IpAddress source) {
        return hears(nowNanos, priority, source, SECOND);
    }

    List<Effect> hears(long nowNanos, int priority, IpAddress source, long intervalNanos) {
        return at(nowNanos, heard(priority, source, intervalNanos, VIRTUAL));
    }

    static Event heard(int priority, IpAddress source, long intervalNanos, IpAddress... addresses) {
        return new Event.Heard(new Advertisement(3, 51, priority, intervalNanos, List.of(addresses)), source);
    }

    List<Effect> deadlinePassed(long nowNanos) {
        return at(nowNanos, new Event.DeadlinePassed());
    }

    List<Effect> faults(long nowNanos, FaultReason... reasons) {
        return at(nowNanos, new Event.FaultsChanged(Set.of(reasons)));
    }

    List<Effect> edited(long nowNanos, UnaryOperator<RouterConfig> edit) {
        RouterConfig previous = config;
        config = edit.apply(config);
        return at(nowNanos, new Event.Reconfigured(previous));
    }

    State state() {
        return state;
    }

    long deadlineNanos() {
        return state.deadlineNanos();
    }
}
