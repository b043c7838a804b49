package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The routers of this node, in the order of the desired state, and those that are stopping. The loop's thread only. */
final class Routers {
    private final Claims claims;
    private final Stepper stepper;
    private final Placement placement;
    private final DeadlineHeap deadlines;
    private final Changes changes;
    private Map<RouterKey, Router> running = new LinkedHashMap<>();
    private final Map<RouterKey, Router> stopping = new LinkedHashMap<>();

    Routers(Claims claims, Stepper stepper, Placement placement, DeadlineHeap deadlines, Changes changes) {
        this.claims = claims;
        this.stepper = stepper;
        this.placement = placement;
        this.deadlines = deadlines;
        this.changes = changes;
    }

    Collection<Router> all() {
        return running.values();
    }

    /** The running router of that name, or null. */
    Router get(RouterKey key) {
        return running.get(key);
    }

    /**
     * Runs exactly these from now on. A router of the same name goes on with the new setup, unless VRID or NIC are others:
     * then the old one resigns and a new one starts.
     */
    void replace(List<RouterSetup> setups, long nowNanos) {
        Set<IpAddress> virtual = Placement.virtualAddresses(running.values());
        Map<RouterKey, Router> next = new LinkedHashMap<>();
        for (RouterSetup setup : setups) {
            Router router = running.remove(setup.key());
            if (router != null && isAnother(router, setup, virtual)) {
                stop(router, nowNanos);
                router = null;
            }
            if (router == null) {
                router = new Router(setup, changes, nowNanos);
            } else {
                router.useSetup(setup);
            }
            next.put(setup.key(), router);
        }
        stopAll(nowNanos);
        running = next;
        changes.note();
    }

    /** Stops all that run. */
    void stopAll(long nowNanos) {
        for (Router router : running.values()) {
            stop(router, nowNanos);
        }
        running.clear();
    }

    /** The kernel has taken the addresses of a router off. */
    void released(RouterKey key) {
        claims.released(key);
        if (!claims.isReleasing(key) && stopping.remove(key) != null) {
            changes.note();
        }
    }

    List<RouterReport> report() {
        List<RouterReport> reports = new ArrayList<>(running.size() + stopping.size());
        running.values().forEach(router -> reports.add(router.report()));
        stopping.values().stream()
                .filter(router -> !running.containsKey(router.key))
                .forEach(router -> reports.add(router.report()));
        return reports;
    }

    private boolean isAnother(Router router, RouterSetup setup, Set<IpAddress> virtual) {
        if (setup.virtualRouterID() != router.setup.virtualRouterID()) {
            return true;
        }
        return !setup.interfaceRule().equals(router.setup.interfaceRule())
                && placement.select(router, setup, virtual) instanceof Selection.Chosen chosen
                && chosen.nic().index() != router.interfaceIndex;
    }

    private void stop(Router router, long nowNanos) {
        stepper.step(router, new Event.Shutdown(), nowNanos);
        deadlines.remove(router);
        if (claims.isReleasing(router.key)) {
            stopping.put(router.key, router);
        }
        changes.note();
    }
}
