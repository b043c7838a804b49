package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.wire.MacAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Hosts that are no VRRP peers and claim an address of a router (RFC 5227 section 2.4). Who holds it defends it by one
 * announcement, rarely enough that two defenders don't storm, and never gives it up: that would be a denial of service for one
 * frame. While a conflict shows, the Active asks now and then whether the other one is still there. The loop's thread only.
 */
final class AddressConflicts {
    /** DEFEND_INTERVAL of RFC 5227 section 1.1. */
    static final long DEFEND_INTERVAL_NANOS = 10_000_000_000L;

    /** Three questions without an answer. */
    private static final long SHOWN_NANOS = 3 * DEFEND_INTERVAL_NANOS;

    private static final long INCIDENT_PACE_NANOS = 1_000_000_000L;

    private final Announcer announcer;
    private final Set<Router> shown = new LinkedHashSet<>();

    AddressConflicts(Announcer announcer) {
        this.announcer = announcer;
    }

    /** A host that is no peer claims an address that the router holds or watches. */
    void claimed(Router router, MacAddress mac, IpAddress address, long nowNanos) {
        show(router, mac, address, nowNanos);
        Neighbourhood neighbourhood = router.neighbourhood;
        if (router.state instanceof State.Active && nowNanos >= neighbourhood.defendFromNanos) {
            neighbourhood.defendFromNanos = nowNanos + DEFEND_INTERVAL_NANOS;
            announcer.announce(router, address);
        }
    }

    /** The same, where nothing is defended. */
    void show(Router router, MacAddress mac, IpAddress address, long nowNanos) {
        Neighbourhood neighbourhood = router.neighbourhood;
        String message = "address " + address + " is claimed by " + mac + " on " + router.interfaceName
                + ", which is no VRRP peer: find that host by its MAC and take the address off it";
        if (neighbourhood.conflict.isEmpty()) {
            neighbourhood.askFromNanos = nowNanos + DEFEND_INTERVAL_NANOS;
            neighbourhood.conflict = Optional.of(new Neighbourhood.Conflict(address, message, nowNanos));
            shown.add(router);
            router.touch();
        } else {
            neighbourhood.conflict = neighbourhood.conflict.map(conflict -> conflict.seenAt(nowNanos));
        }
        if (nowNanos >= neighbourhood.incidentFromNanos && !neighbourhood.told.containsKey(mac)) {
            neighbourhood.told.put(mac, address);
            neighbourhood.incidentFromNanos = nowNanos + INCIDENT_PACE_NANOS;
            router.incident("AddressConflict", message, nowNanos);
        }
    }

    /** There was none: it was a peer's claim. */
    void withdraw(Router router) {
        if (shown.remove(router)) {
            end(router);
        }
    }

    /** Only these routers run. */
    void keepOnly(Set<Router> running) {
        shown.retainAll(running);
    }

    /** When something is due; {@link Long#MAX_VALUE} = no conflict shows. */
    long deadlineNanos() {
        long next = Long.MAX_VALUE;
        for (Router router : shown) {
            next = Math.min(next, endsAtNanos(router));
            if (router.state instanceof State.Active) {
                next = Math.min(next, router.neighbourhood.askFromNanos);
            }
        }
        return next;
    }

    /** Ends what nobody has seen for long; asks whether the rest is still so. */
    void at(long nowNanos) {
        shown.removeIf(router -> ended(router, nowNanos));
        for (Router router : shown) {
            Neighbourhood neighbourhood = router.neighbourhood;
            if (router.state instanceof State.Active && nowNanos >= neighbourhood.askFromNanos) {
                neighbourhood.askFromNanos = nowNanos + DEFEND_INTERVAL_NANOS;
                announcer.probeWhileHeld(
                        router, neighbourhood.conflict.orElseThrow().address());
            }
        }
    }

    private static boolean ended(Router router, long nowNanos) {
        if (nowNanos < endsAtNanos(router)) {
            return false;
        }
        end(router);
        return true;
    }

    private static void end(Router router) {
        router.neighbourhood.conflict = Optional.empty();
        router.neighbourhood.told.clear();
        router.touch();
    }

    /** A router that is kept out by it shows it until it asks again. */
    private static long endsAtNanos(Router router) {
        long quietNanos = router.neighbourhood.conflict.orElseThrow().lastSeenNanos() + SHOWN_NANOS;
        return Math.max(quietNanos, NewAddresses.answeredByNanos(router));
    }
}
