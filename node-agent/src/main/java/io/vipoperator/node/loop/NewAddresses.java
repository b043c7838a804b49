package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks whether an address is free before its first claim, as RFC 5227 section 2.1 and RFC 4862 section 5.4 want it, but within
 * Active_Down_Interval, so that it costs no time: their seconds of probing would be seconds of outage.
 *
 * <p>An address is new while nobody has spoken for the VRID since the router began, and it has never been Active. Whoever
 * answers then and isn't known for a VRRP speaker has the address for another purpose: it is not claimed, since a VirtualIP that
 * takes a live host's address breaks that host and gains nothing reliable. Where there was an Active before, nothing of this
 * applies: the node of a dead agent answers for up to 3.1 s more, and must not keep the others from taking over. After an
 * agent's restart in that moment the first retry comes later than that. The loop's thread only.
 */
final class NewAddresses {
    /** A frame may be lost. */
    private static final int PROBES = 2;

    private static final long LATEST_ANSWER_NANOS = 1_000_000_000L;

    private final Announcer announcer;
    private final Set<Router> waiting = new LinkedHashSet<>();

    NewAddresses(Announcer announcer) {
        this.announcer = announcer;
    }

    /** Whether the router is kept out because its new address is taken. */
    static boolean isRefused(Router router) {
        return router.refusal
                .filter(refusal -> refusal.holds() && refusal.reason() == FaultReason.AddressInUseOnNetwork)
                .isPresent();
    }

    /** When a refused router must have got the answer to its next question; {@link Long#MIN_VALUE} if it never was refused. */
    static long answeredByNanos(Router router) {
        return router.refusal
                .filter(refusal -> refusal.reason() == FaultReason.AddressInUseOnNetwork)
                .map(refusal -> refusal.atNanos()
                        + refusal.delayNanos()
                        + firstAfterNanos(router)
                        + PROBES * router.setup.intervalNanos()
                        + LATEST_ANSWER_NANOS)
                .orElse(Long.MIN_VALUE);
    }

    /** Whether the router waits for its first claim ever, and has asked who has the addresses. */
    static boolean hasAsked(Router router) {
        return isNew(router) && router.neighbourhood.probesSent > 0;
    }

    private static boolean isNew(Router router) {
        return !router.neighbourhood.everServed && router.state instanceof State.Backup;
    }

    /** These routers run; those whose addresses are new will ask for them. */
    void watch(Set<Router> running) {
        waiting.retainAll(running);
        for (Router router : running) {
            if (!router.neighbourhood.everServed
                    && router.setup.priority() > 0
                    && !router.setup.install().addresses().isEmpty()) {
                waiting.add(router);
            }
        }
    }

    /** Somebody has the address: the router stays out of the election and asks again later. */
    void refuse(Router router, IpAddress address, long nowNanos) {
        String message = address + " is in use on the network and not claimed: "
                + router.neighbourhood.conflict.orElseThrow().message();
        router.refusal = Optional.of(router.refusal
                .map(before -> before.again(FaultReason.AddressInUseOnNetwork, message, nowNanos))
                .orElseGet(() -> Refusal.first(FaultReason.AddressInUseOnNetwork, message, nowNanos)));
    }

    /**
     * The refused routers whose Active has spoken since: it had the address by right, and was only heard too late. They need not
     * wait for the retry, in which they would fail it as successors.
     */
    List<Router> acquitted() {
        return waiting.stream()
                .filter(router -> router.neighbourhood.everServed && isRefused(router))
                .toList();
    }

    /** When the next probe is due; {@link Long#MAX_VALUE} = none. */
    long deadlineNanos() {
        long next = Long.MAX_VALUE;
        for (Router router : waiting) {
            if (isNew(router) && router.neighbourhood.probesSent < PROBES) {
                next = Math.min(next, router.neighbourhood.probeAtNanos);
            }
        }
        return next;
    }

    /** Asks for the addresses of routers that wait and have heard nobody, and once more an interval later. */
    void at(long nowNanos) {
        waiting.removeIf(NewAddresses::isOld);
        for (Router router : waiting) {
            Neighbourhood neighbourhood = router.neighbourhood;
            if (!isNew(router)) {
                neighbourhood.probesSent = 0;
                neighbourhood.probeAtNanos = Long.MAX_VALUE;
            } else if (neighbourhood.probeAtNanos == Long.MAX_VALUE) {
                neighbourhood.probeAtNanos = nowNanos + firstAfterNanos(router);
            } else if (neighbourhood.probesSent < PROBES && nowNanos >= neighbourhood.probeAtNanos) {
                neighbourhood.probesSent++;
                neighbourhood.probeAtNanos = nowNanos + router.setup.intervalNanos();
                announcer.probeBeforeClaim(router);
            }
        }
    }

    /** Before that an Active that has the addresses by right may not have been heard yet: its answer would accuse it. */
    private static long firstAfterNanos(Router router) {
        return router.setup.intervalNanos() * 5 / 4;
    }

    private static boolean isOld(Router router) {
        if (router.state instanceof State.Active) {
            router.neighbourhood.everServed = true;
        }
        return router.neighbourhood.everServed;
    }
}
