package io.vipoperator.node.loop;

import io.vipoperator.node.loop.GroupDecision.Member;
import io.vipoperator.node.loop.GroupDecision.Standing;
import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.GroupRole;
import io.vipoperator.node.vrrp.HandOverCause;
import io.vipoperator.node.vrrp.Intervals;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The groups of this node's routers: carries {@link GroupDecision} out whenever a router has changed. The loop's thread only. */
final class Groups {
    /** A decision moves routers, which may call for another decision; no group needs more than a few. */
    private static final int MOST_ROUNDS = 8;

    private static final Comparator<Router> BY_KEY = Comparator.comparing((Router router) -> router.key.virtualIP())
            .thenComparing(router -> router.key.family());

    private final Stepper stepper;
    private final Placement placement;
    private final Set<String> moved;
    private Map<String, List<Router>> groups = Map.of();

    /** The moved groups are those to look at; others add to them. */
    Groups(Stepper stepper, Placement placement, Set<String> moved) {
        this.stepper = stepper;
        this.placement = placement;
        this.moved = moved;
    }

    /** These run from now on: tells each its part in its group. Moves nothing. */
    void assign(Collection<Router> running) {
        Map<String, List<Router>> next = new HashMap<>();
        for (Router router : running) {
            next.computeIfAbsent(router.setup.group(), name -> new ArrayList<>())
                    .add(router);
        }
        next.forEach((name, routers) -> {
            routers.sort(BY_KEY);
            long slowestNanos =
                    routers.stream().mapToLong(Router::ownHandOverNanos).max().orElse(0);
            for (int i = 0; i < routers.size(); i++) {
                GroupRole further = i == 0 ? GroupRole.FIRST : GroupRole.FURTHER;
                routers.get(i).groupHandOverNanos = slowestNanos;
                routers.get(i).groupRole = routers.size() == 1 ? GroupRole.ALONE : further;
            }
            if (!routers.equals(groups.get(name))) {
                moved.add(name);
            }
        });
        groups = next;
    }

    /** Decides for all groups that have moved. */
    void decide(long nowNanos) {
        for (int round = 0; round < MOST_ROUNDS && !moved.isEmpty(); round++) {
            List<String> names = List.copyOf(moved);
            moved.clear();
            for (String name : names) {
                List<Router> routers = groups.get(name);
                if (routers != null) {
                    decide(routers, nowNanos);
                }
            }
        }
    }

    private void decide(List<Router> routers, long nowNanos) {
        spreadFaults(routers, nowNanos);
        if (routers.size() == 1) {
            return;
        }
        List<RouterKey> leaving = GroupDecision.leaving(members(routers));
        stepAll(routers, leaving, new Event.HandOver(HandOverCause.GroupLeft), nowNanos);
        List<RouterKey> joining = GroupDecision.joining(members(routers));
        stepAll(routers, joining, new Event.GroupAgrees(), nowNanos);
        routers.forEach(router -> placement.tryOn(router, nowNanos));
        for (Router router : routers) {
            router.wasActiveInGroup = standing(router) == Standing.ACTIVE;
        }
        lookForHalfElsewhere(routers, nowNanos);
    }

    private void spreadFaults(List<Router> routers, long nowNanos) {
        // Of one moment: who changes by it calls for another decision.
        List<Member> members = members(routers);
        for (Router router : routers) {
            Optional<RouterKey> fault =
                    routers.size() == 1 ? Optional.empty() : GroupDecision.faultFor(router.key, members);
            if (!fault.equals(router.groupFault)) {
                router.groupFault = fault;
                placement.settle(router, nowNanos);
            }
        }
    }

    private void stepAll(List<Router> routers, List<RouterKey> keys, Event event, long nowNanos) {
        Set<RouterKey> meant = Set.copyOf(keys);
        for (Router router : routers) {
            if (meant.contains(router.key)) {
                holder(router, event).ifPresent(one -> {
                    stepper.step(one, event, nowNanos);
                    placement.settle(one, nowNanos);
                });
            }
        }
    }

    /** Who hands over is the one that holds the addresses; who joins is the router itself. */
    private static Optional<Router> holder(Router router, Event event) {
        boolean byPredecessor = event instanceof Event.HandOver && !router.isActive();
        return byPredecessor ? router.predecessor : Optional.of(router);
    }

    private static List<Member> members(List<Router> routers) {
        List<Member> members = new ArrayList<>(routers.size());
        for (Router router : routers) {
            router.hasJoinedGroup |= router.state instanceof State.Backup || router.isActive();
            members.add(new Member(
                    router.key,
                    standing(router),
                    router.wasActiveInGroup && !isReadyToReplace(router),
                    router.hasJoinedGroup,
                    hasOwnFault(router)));
        }
        return members;
    }

    /** Who loses its address to somebody goes on if nobody takes over: until then the others hand over with it, no more. */
    private static boolean hasOwnFault(Router router) {
        return router.faults.keySet().stream()
                .filter(fault -> fault != FaultReason.GroupMemberInFault)
                .anyMatch(fault -> fault != FaultReason.AddressRemoved || !router.isHolding());
    }

    /** What it replaces is Active until it is itself: nothing has left the group. */
    private static boolean isReadyToReplace(Router router) {
        return router.isReady() && router.predecessor.filter(Router::isActive).isPresent();
    }

    private static Standing standing(Router router) {
        if (router.isReady()) {
            return Standing.READY;
        }
        boolean active =
                router.isActive() || router.predecessor.filter(Router::isActive).isPresent();
        return active ? Standing.ACTIVE : Standing.OTHER;
    }

    /**
     * One router hears an Active elsewhere, and another one hears nobody for longer than that needs to show itself: the group
     * would be Active with a half only, so it stays Backup, and says so.
     */
    private static void lookForHalfElsewhere(List<Router> routers, long nowNanos) {
        for (Router silent : routers) {
            if (silent.state instanceof State.Backup ready
                    && ready.ready()
                    && ready.activeAddress().isEmpty()
                    && silent.halfElsewhereSaidNanos != ready.readySinceNanos()) {
                routers.stream()
                        .filter(other -> followsSomebodyFor(other, nowNanos - ready.readySinceNanos()))
                        .findFirst()
                        .ifPresent(other -> {
                            silent.halfElsewhereSaidNanos = ready.readySinceNanos();
                            sayHalfElsewhere(other, silent, nowNanos);
                        });
            }
        }
    }

    private static boolean followsSomebodyFor(Router router, long nanos) {
        return router.state instanceof State.Backup backup
                && !backup.ready()
                && backup.activeAddress().isPresent()
                && backup.cause() != TransitionReason.PreemptedLesser
                && nanos
                        >= Intervals.activeDownNanos(
                                router.config.version(), router.config.priority(), backup.activeIntervalNanos());
    }

    private static void sayHalfElsewhere(Router followed, Router silent, long nowNanos) {
        String active = followed.state.activeAddress().map(Objects::toString).orElse("");
        silent.incident(
                "GroupHalfElsewhere",
                active + " is Active for " + followed.key + ", but nobody is for " + silent.key + " of the same group "
                        + silent.setup.group() + "; this node takes no half: make " + active
                        + " run both, or look for what keeps its advertisements for VRID "
                        + silent.setup.virtualRouterID() + " away",
                nowNanos);
    }
}
