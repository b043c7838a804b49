package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routers of this node, in the order of the desired state, and those that leave: they are stopping, or another router of
 * the same key replaces them as soon as it may. The loop's thread only.
 */
final class Routers {
    private final Claims claims;
    private final Stepper stepper;
    private final Placement placement;
    private final DeadlineHeap deadlines;
    private final Changes changes;
    private final Verdicts verdicts;
    private Map<RouterKey, Router> running = new LinkedHashMap<>();
    private final List<Router> leaving;

    /** Keeps those that leave in that list, for others to see. */
    Routers(
            Claims claims,
            Stepper stepper,
            Placement placement,
            DeadlineHeap deadlines,
            Changes changes,
            Verdicts verdicts,
            List<Router> leaving) {
        this.claims = claims;
        this.stepper = stepper;
        this.placement = placement;
        this.deadlines = deadlines;
        this.changes = changes;
        this.verdicts = verdicts;
        this.leaving = leaving;
    }

    /** Those of the desired state. */
    Collection<Router> running() {
        return running.values();
    }

    /** All that are in an election, those that leave first: their VRIDs are theirs until they have left. */
    List<Router> all() {
        List<Router> all = new ArrayList<>(leaving.size() + running.size());
        for (Router router : leaving) {
            if (router.isHolding()) {
                all.add(router);
            }
        }
        all.addAll(running.values());
        return all;
    }

    /** Whom the kernel's answers about that key are for, or null. */
    Router get(RouterKey key) {
        for (Router router : leaving) {
            if (router.ownsClaim && router.key.equals(key)) {
                return router;
            }
        }
        return running.get(key);
    }

    /**
     * Runs exactly these from now on. A router of the same name goes on with the new setup, unless VRID or NIC are others: then
     * a new one starts beside the old one, which goes when the new one is Active, or follows somebody better.
     */
    void replace(List<RouterSetup> setups, long nowNanos) {
        Set<IpAddress> virtual = Placement.virtualAddresses(all());
        Map<RouterKey, Router> next = new LinkedHashMap<>();
        for (RouterSetup setup : setups) {
            Router router = running.remove(setup.key());
            if (router == null || isAnother(router, setup, virtual)) {
                Optional<Router> former = Optional.ofNullable(router);
                router = comingBack(setup, virtual, nowNanos)
                        .orElseGet(() -> new Router(setup, changes, verdicts, nowNanos));
                beginInsteadOf(former, router, nowNanos);
            }
            router.useSetup(setup);
            next.put(setup.key(), router);
        }
        for (Router router : running.values()) {
            placement.forget(router);
            stop(router, nowNanos);
        }
        running = next;
        for (Router router : List.copyOf(leaving)) {
            if (!running.containsKey(router.key) && router.replacedAtNanos != Long.MAX_VALUE) {
                end(router, nowNanos);
            }
        }
        changes.note();
    }

    /** Stops all that run; ends when {@link #allHaveLeft}. */
    void stopAll(long nowNanos) {
        for (Router router : List.copyOf(leaving)) {
            end(router, nowNanos);
        }
        for (Router router : running.values()) {
            stop(router, nowNanos);
        }
        running.clear();
    }

    /** When the last one that is handing over gives its addresses up; {@link Long#MIN_VALUE} = none is. */
    long lastReleaseNanos() {
        long last = Long.MIN_VALUE;
        for (Router router : leaving) {
            if (router.isHolding()) {
                last = Math.max(last, router.state.deadlineNanos());
            }
        }
        return last;
    }

    boolean allHaveLeft() {
        return leaving.isEmpty() && !claims.anyReleasing();
    }

    /** The kernel has taken the addresses of a router off. */
    void released(RouterKey key) {
        claims.released(key);
    }

    /** Lets the old ones go whose successors on this node are ready for it, or never will be. */
    void replaceWhatCanBe(long nowNanos) {
        if (leaving.isEmpty()) {
            return;
        }
        for (Router router : running.values()) {
            router.predecessor.filter(Router::isHolding).ifPresent(old -> {
                if (router.isActive()) {
                    old.useConfig(old.config.withNothingInstalled());
                    stepper.step(old, new Event.Shutdown(), nowNanos);
                    if (old.setup.virtualRouterID() == router.setup.virtualRouterID()) {
                        stepper.speakAgain(router, nowNanos);
                    }
                } else if (nowNanos >= old.replacedAtNanos || (old.isActive() && followsABetterOne(router))) {
                    end(old, nowNanos);
                }
                deadlines.update(old);
            });
        }
    }

    /** Forgets those that have left, when the kernel has answered. Whether some have left just now. */
    boolean forgetWhatHasLeft() {
        boolean any = false;
        for (Router router : List.copyOf(leaving)) {
            if (router.isHolding()) {
                continue;
            }
            if (router.heapIndex >= 0) {
                deadlines.remove(router);
                any = true;
            }
            if (running.containsKey(router.key) || !claims.isReleasing(router.key)) {
                leaving.remove(router);
                placement.forget(router);
                changes.note();
            }
        }
        if (any) {
            running.values().forEach(router -> router.predecessor = router.predecessor.filter(Router::isHolding));
        }
        return any;
    }

    /** A router whose addresses are still the old one's is told by the old one. */
    List<RouterReport> report() {
        List<RouterReport> reports = new ArrayList<>(running.size() + leaving.size());
        for (Router router : running.values()) {
            reports.add(
                    router.predecessor.filter(Router::isHolding).orElse(router).report());
        }
        for (Router router : leaving) {
            if (!running.containsKey(router.key)) {
                reports.add(router.report());
            }
        }
        return reports;
    }

    private boolean isAnother(Router router, RouterSetup setup, Set<IpAddress> virtual) {
        if (setup.virtualRouterID() != router.setup.virtualRouterID()
                || setup.dialect().virtualMac() != router.setup.dialect().virtualMac()) {
            return true;
        }
        return !setup.interfaceRule().equals(router.setup.interfaceRule())
                && placement.select(router, setup, virtual) instanceof Selection.Chosen chosen
                && chosen.nic().index() != router.interfaceIndex;
    }

    /** One that was leaving, and is asked for again before it has left. */
    private Optional<Router> comingBack(RouterSetup setup, Set<IpAddress> virtual, long nowNanos) {
        for (Router router : leaving) {
            if (router.key.equals(setup.key())
                    && router.isHolding()
                    && router.ownsClaim
                    && !isAnother(router, setup, virtual)) {
                leaving.remove(router);
                router.replacedAtNanos = Long.MAX_VALUE;
                router.deviceOn = Router.NO_INTERFACE;
                router.isNewInGroup();
                stepper.step(router, new Event.Startup(), nowNanos);
                return Optional.of(router);
            }
        }
        return Optional.empty();
    }

    private void beginInsteadOf(Optional<Router> former, Router router, long nowNanos) {
        former.ifPresent(old -> {
            if (old.isActive()) {
                old.replacedAtNanos = nowNanos + router.longestStartNanos();
                leaving.add(old);
                deadlines.update(old);
            } else {
                stop(old, nowNanos);
            }
        });
        router.predecessor = leaving.stream()
                .filter(old -> old != router && old.key.equals(router.key) && old.isHolding() && old.ownsClaim)
                .findFirst();
    }

    private static boolean followsABetterOne(Router router) {
        return switch (router.state) {
            case State.Backup backup ->
                backup.activeAddress().isPresent() && backup.cause() == TransitionReason.ActiveDown;
            case State.Fault fault -> true;
            case State.Initialize initialize -> false;
            case State.Active active -> false;
            case State.Yielding yielding -> false;
        };
    }

    private void stop(Router router, long nowNanos) {
        end(router, nowNanos);
        if (router.isHolding() || claims.isReleasing(router.key)) {
            leaving.add(router);
        } else {
            deadlines.remove(router);
            placement.forget(router);
        }
        changes.note();
    }

    /** The router stops: it hands over if it is Active. */
    void end(Router router, long nowNanos) {
        router.replacedAtNanos = Long.MAX_VALUE;
        stepper.step(router, new Event.Shutdown(), nowNanos);
        deadlines.update(router);
    }
}
