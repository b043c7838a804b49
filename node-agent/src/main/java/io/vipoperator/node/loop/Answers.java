package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.FaultReason;
import java.util.Optional;

/** What the kernel says about a router's addresses, told to the router. The loop's thread only. */
final class Answers {
    private final Claims claims;
    private final Routers routers;
    private final Stepper stepper;
    private final Placement placement;

    Answers(Claims claims, Routers routers, Stepper stepper, Placement placement) {
        this.claims = claims;
        this.routers = routers;
        this.stepper = stepper;
        this.placement = placement;
    }

    void held(KernelEvent.Held event, long nowNanos) {
        Router router = routers.get(event.router());
        if (router == null) {
            return;
        }
        if (claims.isCurrent(router.key, event.plan())) {
            if (router.isActive()) {
                stepper.held(router, nowNanos);
                placement.settle(router, nowNanos);
            } else {
                router.heldOnly(event.plan());
            }
        } else {
            claims.doubt(router.key);
        }
    }

    /** Never Active without its addresses: the fault makes the router resign. */
    void refused(KernelEvent.Refused event, long nowNanos) {
        Router router = routers.get(event.router());
        if (router == null) {
            return;
        }
        if (!claims.isCurrent(router.key, event.plan())) {
            claims.doubt(router.key);
            return;
        }
        String advice = event.reason() == FaultReason.AddressRemoved ? "; " + Wording.whoRemovesAddresses(router) : "";
        String message = "address " + event.address() + ": " + event.message() + advice;
        router.refusal = Optional.of(router.refusal
                .map(before -> before.again(event.reason(), message, nowNanos))
                .orElseGet(() -> Refusal.first(event.reason(), message, nowNanos)));
        router.heldNothing();
        router.incident(event.reason().name(), message, nowNanos);
        placement.settle(router, nowNanos);
    }

    void lost(KernelEvent.Lost event, long nowNanos) {
        Router router = routers.get(event.router());
        if (router == null || !claims.isHolding(router.key)) {
            return;
        }
        router.lost(event.address());
        router.tally.countAddressLost();
        if (event.expired()) {
            router.incident(
                    "LifetimeExpired", "the kernel took " + event.address() + ": its lifetime had ended", nowNanos);
        } else {
            router.incident(
                    "AddressRemovedBySomebody",
                    event.address() + " was removed, but not by this agent: " + Wording.whoRemovesAddresses(router),
                    nowNanos);
        }
    }

    /** The router's addresses may have been forgotten by the neighbours. */
    void announceAgain(Router router, long nowNanos) {
        stepper.step(router, new Event.AnnounceAgain(), nowNanos);
        placement.settle(router, nowNanos);
    }
}
