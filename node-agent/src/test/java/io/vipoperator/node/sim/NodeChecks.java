package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold on one node while its agent runs: after each of the loop's turns, and as time goes by. */
final class NodeChecks {
    /** The kernel answers within 8.5 ms, and the loop wakes within 0.3 ms. */
    private static final long LONGEST_CLAIM_NANOS = Millis.of(20);

    /** The same for taking addresses off, and putting back what somebody removed meanwhile. */
    private static final long LONGEST_RELEASE_NANOS = Millis.of(100);

    /** A hand-over lingers 100 ms for the successor's claim, and a group as long for its agreement; turns may be late. */
    private static final long LONGEST_LINGER_NANOS = Millis.of(250);

    private final SimNode node;
    private final Map<IpAddress, Long> strayedNanos = new HashMap<>();
    private final Map<RouterKey, Long> yieldingSinceNanos = new HashMap<>();
    private final Map<RouterKey, Long> memberSinceNanos = new HashMap<>();
    private final Map<RouterKey, String> groups = new HashMap<>();
    private final Map<String, Long> idleNanos = new HashMap<>();
    private long generation;
    private long appliedNanos;

    NodeChecks(SimNode node) {
        this.node = node;
    }

    /** Another run of the agent. */
    void begin() {
        strayedNanos.clear();
        yieldingSinceNanos.clear();
        memberSinceNanos.clear();
        groups.clear();
        idleNanos.clear();
    }

    /** After one turn of the loop that sent these. */
    void afterTurn(LoopReport before, LoopReport after, List<SimWire.Sent> sent, long transitions, long nowNanos) {
        if (transitions <= 1) {
            sent.forEach(one -> mayBeSent(one, before, after));
        }
        if (before.equals(after)) {
            return;
        }
        if (after.generation() != generation) {
            generation = after.generation();
            appliedNanos = nowNanos;
        }
        for (RouterReport router : after.routers()) {
            Invariant.holds(
                    node.kernel().isAsked(router.setup().key()) == isHolding(router),
                    () -> node + " is " + router.state() + " and asks for the addresses of "
                            + router.setup().key() + ": "
                            + node.kernel().isAsked(router.setup().key()));
            Invariant.holds(
                    node.isJudged()
                            || router.setup().candidacy().healthChecks().isEmpty()
                            || router.state() == RouterPhase.INITIALIZE
                            || router.state() == RouterPhase.FAULT,
                    () -> node + " is " + router.state() + " before the first verdict of its checks");
            if (router.state() == RouterPhase.YIELDING) {
                yieldingSinceNanos.putIfAbsent(router.setup().key(), nowNanos);
            } else {
                yieldingSinceNanos.remove(router.setup().key());
            }
        }
        checkGroups(after, nowNanos);
    }

    /** Only an Active advertises, and only who was Active resigns. */
    private void mayBeSent(SimWire.Sent sent, LoopReport before, LoopReport after) {
        boolean may = isActive(before, sent) || (sent.priority() > 0 && isActive(after, sent));
        Invariant.holds(may, () -> node + " sends " + sent + " and isn't Active");
    }

    private static boolean isActive(LoopReport report, SimWire.Sent sent) {
        return report.routers().stream()
                .anyMatch(router -> router.state() == RouterPhase.ACTIVE
                        && router.setup().key().family() == sent.family()
                        && router.setup().virtualRouterID() == sent.virtualRouterID());
    }

    /** A group is Active whole. Who comes into a live one listens first. */
    private void checkGroups(LoopReport report, long nowNanos) {
        Map<String, List<RouterReport>> members = new HashMap<>();
        for (RouterReport router : report.routers()) {
            RouterKey key = router.setup().key();
            if (node.setups().stream().noneMatch(setup -> setup.key().equals(key))) {
                continue;
            }
            String group = router.setup().group();
            if (!group.equals(groups.put(key, group))) {
                memberSinceNanos.put(key, nowNanos);
            }
            members.computeIfAbsent(group, name -> new ArrayList<>()).add(router);
        }
        Set<RouterKey> gone = new HashSet<>(groups.keySet());
        members.values()
                .forEach(all -> all.forEach(one -> gone.remove(one.setup().key())));
        groups.keySet().removeAll(gone);
        memberSinceNanos.keySet().removeAll(gone);
        members.forEach((group, routers) -> {
            if (routers.stream().noneMatch(router -> router.state() == RouterPhase.ACTIVE)) {
                idleNanos.put(group, nowNanos);
            } else if (node.generation() == generation) {
                routers.forEach(router -> Invariant.holds(
                        router.state() == RouterPhase.ACTIVE
                                || memberSinceNanos.get(router.setup().key())
                                        > idleNanos.getOrDefault(group, Long.MIN_VALUE),
                        () -> node + " is Active with a part of group " + group + " only: "
                                + router.setup().key() + " is " + router.state()));
            }
        });
    }

    /** As time goes by. */
    void at(long nowNanos, LoopReport report) {
        long quietSinceNanos =
                Math.max(node.wokenNanos(), Math.max(appliedNanos, node.kernel().troubledNanos()));
        Set<IpAddress> strayed = node.kernel().isEmpty()
                ? new HashSet<>()
                : new HashSet<>(node.kernel().addresses());
        for (RouterReport router : report.routers()) {
            checkYielding(router, nowNanos);
            if (router.addressesHeld()) {
                Invariant.holds(
                        isHolding(router), () -> node + " says that it holds addresses but is " + router.state());
            }
            boolean claims = router.state() == RouterPhase.ACTIVE
                    && nowNanos - node.onSchedule(router.sinceNanos()) > LONGEST_CLAIM_NANOS
                    && nowNanos - quietSinceNanos > LONGEST_CLAIM_NANOS;
            if (claims || (isHolding(router) && !strayed.isEmpty())) {
                for (AddressWithPrefix held : router.setup().install().addresses()) {
                    boolean there = strayed.remove(held.address());
                    Invariant.holds(there || !claims, () -> node + " is Active without " + held);
                }
            }
        }
        checkStrayed(strayed, nowNanos);
    }

    private void checkStrayed(Set<IpAddress> strayed, long nowNanos) {
        strayedNanos.keySet().retainAll(strayed);
        for (IpAddress address : strayed) {
            long sinceNanos = Math.max(strayedNanos.computeIfAbsent(address, one -> nowNanos), node.wokenNanos());
            Invariant.holds(
                    nowNanos - sinceNanos < LONGEST_RELEASE_NANOS,
                    () -> node + " holds " + address + " and is neither Active nor Yielding");
        }
    }

    /** 4 intervals (version 2: 3 intervals and a second; a stop 8 s at most), or 100 ms from the successor's first word. */
    private void checkYielding(RouterReport router, long nowNanos) {
        Long sinceNanos = yieldingSinceNanos.get(router.setup().key());
        if (sinceNanos == null) {
            return;
        }
        long intervalNanos = router.setup().intervalNanos();
        long boundNanos =
                router.setup().dialect().version() == 2 ? 3 * intervalNanos + Millis.of(1_000) : 4 * intervalNanos;
        // An edit of the interval, or of what becomes of the router, begins no longer wait than the one before plus its
        // own.
        long editedNanos = nowNanos - appliedNanos < 2 * boundNanos ? Millis.of(4_000) : 0;
        Invariant.holds(
                nowNanos - Math.max(sinceNanos, node.wokenNanos()) <= boundNanos + editedNanos + LONGEST_LINGER_NANOS,
                () -> node + " is still Yielding for " + router.setup().key());
    }

    static boolean isHolding(RouterReport router) {
        return router.state() == RouterPhase.ACTIVE || router.state() == RouterPhase.YIELDING;
    }
}
