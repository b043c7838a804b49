package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Effect;
import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.Observation;
import io.vipoperator.node.vrrp.RouterConfig;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.vrrp.Step;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.vrrp.VirtualRouter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Steps the state machine of a router and carries out what it asks for, in its order, by calls of the ports. The loop's
 * thread only.
 */
final class Stepper {
    private final Wire wire;
    private final Claims claims;
    private final Announcer announcer;
    private final LoopCounters counters;
    private final LoopLog log;
    private final Set<String> movedGroups;
    private final List<Router> leaving;
    private final LongSupplier epochNanos;

    /** Adds to the moved groups the name of each whose router has changed for its group; knows the routers that leave. */
    Stepper(
            Wire wire,
            Claims claims,
            Announcer announcer,
            LoopCounters counters,
            LoopLog log,
            Set<String> movedGroups,
            List<Router> leaving,
            LongSupplier epochNanos) {
        this.wire = wire;
        this.claims = claims;
        this.announcer = announcer;
        this.counters = counters;
        this.log = log;
        this.movedGroups = movedGroups;
        this.leaving = leaving;
        this.epochNanos = epochNanos;
    }

    /** Tells the router's machine what happened. Its place in the heap is the caller's business. */
    void step(Router router, Event event, long nowNanos) {
        boolean nothingToInstall = false;
        Step step = VirtualRouter.step(router.config, router.state, event, nowNanos);
        if (!step.next().activeAddress().equals(router.state.activeAddress())) {
            router.touch();
        }
        boolean wasActive = router.isActive();
        long dueNanos = event instanceof Event.DeadlinePassed ? router.state.deadlineNanos() : nowNanos;
        boolean wasReady = router.isReady();
        boolean moved = router.state.getClass() != step.next().getClass();
        router.state = step.next();
        if (router.isActive() != wasActive) {
            router.speaksOnceHeld = router.isActive() && router.setup.dialect().virtualMac() && !router.addressesHeld;
        }
        if (moved || wasReady || router.isReady()) {
            movedGroups.add(router.setup.group());
        }
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Advertise(int priority) -> advertise(router, priority, nowNanos);
                case Effect.ClaimAddresses claim -> {
                    takeFromLeaving(router, nowNanos);
                    nothingToInstall = !claim(router);
                }
                case Effect.ReleaseAddress(var address) -> release(router, address);
                case Effect.ReleaseAddresses release -> release(router);
                case Effect.Announce announce -> announcer.announce(router);
                case Effect.Report(var reason) -> {
                    router.reason = reason;
                    router.sinceNanos = nowNanos;
                    router.touch();
                    counters.countTransition(reason);
                    counters.tallies().started(router.key, router.tally);
                }
                case Effect.Observe observe ->
                    router.incident(reason(observe.observation()), message(observe, event, router.config), nowNanos);
            }
        }
        if (router.isActive() != wasActive) {
            activeChanged(router, dueNanos);
        }
        if (router.reason == TransitionReason.Stopped && router.state instanceof State.Initialize) {
            counters.tallies().stopped(router.key, router.tally);
        }
        if (nothingToInstall) {
            held(router, nowNanos);
        }
    }

    private void activeChanged(Router router, long dueNanos) {
        counters.countActive(router.isActive());
        router.tally.countActive(router.isActive(), router.reason);
        if (router.isActive() && !router.addressesHeld) {
            counters.takeovers().began(router.key, dueNanos);
        } else {
            counters.takeovers().ended(router.key);
        }
    }

    /** All addresses of the router are on the NIC. */
    void held(Router router, long nowNanos) {
        router.heldAll();
        counters.takeovers().held(router.key, nowNanos);
        if (router.speaksOnceHeld) {
            router.speaksOnceHeld = false;
            advertise(router, router.config.priority(), nowNanos);
        }
        step(router, new Event.AddressesHeld(), nowNanos);
    }

    /**
     * Somebody on this node has resigned for the virtual router of which that one is Active. Who heard it must not take over; the
     * kernel doesn't let the router itself hear it (RFC 9568 section 6.4.3 would have it answered).
     */
    void speakAgain(Router active, long nowNanos) {
        advertise(active, active.config.priority(), nowNanos);
    }

    /** Whether the setup no longer asks for an address that the kernel was asked for. */
    boolean givesUpAddresses(Router router) {
        InstallPlan wanted = router.setup.install();
        return claimed(router)
                .filter(held -> !held.equals(wanted) && !wanted.addresses().containsAll(held.addresses()))
                .isPresent();
    }

    /** The setup asks for other addresses than those that are held: changed in place, without leaving the state. */
    void holdWhatIsWanted(Router router, long nowNanos) {
        Optional<InstallPlan> held = claimed(router);
        InstallPlan wanted = router.setup.install();
        boolean nothingEither = held.isEmpty() && wanted.addresses().isEmpty();
        if (!router.isActive() || nothingEither || held.filter(wanted::equals).isPresent()) {
            return;
        }
        if (wanted.addresses().isEmpty()) {
            claims.release(router.key);
            held(router, nowNanos);
        } else {
            claim(router);
        }
    }

    private Optional<InstallPlan> claimed(Router router) {
        return router.ownsClaim ? claims.plan(router.key) : Optional.empty();
    }

    /** The router's device is another one now: what it holds is held there. */
    void holdOnDevice(Router router) {
        claimed(router).ifPresent(plan -> claims.hold(router.key, router.addressIndex(), plan));
    }

    private void advertise(Router router, int priority, long nowNanos) {
        if (router.speaksOnceHeld) {
            return;
        }
        Optional<SendFailedException> failure = Optional.empty();
        for (Outgoing.Packet packet :
                router.outgoing.packets(router.setup, router.config, priority, epochNanos.getAsLong())) {
            try {
                wire.sendAdvertisement(router.addressIndex(), packet.source, packet.destination, packet.message);
                counters.countAdvertisementSent(priority);
                router.tally.countAdvertisementSent(priority);
            } catch (SendFailedException e) {
                counters.countSendFailure();
                failure = Optional.of(e);
            }
        }
        if (failure.isEmpty() && router.sendFailure.isPresent()) {
            router.sendFailure = Optional.empty();
            router.touch();
        }
        // A resignation on a NIC that has just gone down must fail, and says nothing new.
        if (failure.isPresent() && priority != 0 && router.sendFailure.isEmpty()) {
            String message = "advertisements cannot be sent on " + router.interfaceName + ": "
                    + failure.get().getMessage();
            router.sendFailure = Optional.of(message);
            router.incident("SendFailed", message, nowNanos);
            log.warn(router.key + ": " + message);
        }
    }

    /**
     * Asks for the addresses; false if there are none to install. Those of a router that this one replaces are asked for in its
     * name from now on, so that they don't leave the NIC.
     */
    private boolean claim(Router router) {
        router.predecessor.ifPresent(former -> former.ownsClaim = false);
        router.ownsClaim = true;
        router.heldNoMoreThanWanted();
        if (router.setup.install().addresses().isEmpty()) {
            return false;
        }
        claims.hold(router.key, router.addressIndex(), router.setup.install());
        return true;
    }

    /** A router that leaves may still hold an address for a successor: here it is, under another name. */
    private void takeFromLeaving(Router router, long nowNanos) {
        for (Router other : List.copyOf(leaving)) {
            if (other.ownsClaim && !other.key.equals(router.key)) {
                for (AddressWithPrefix address : router.setup.install().addresses()) {
                    step(other, new Event.AnnouncedByOther(address.address()), nowNanos);
                }
            }
        }
    }

    private void release(Router router) {
        router.heldNothing();
        if (router.ownsClaim) {
            router.ownsClaim = false;
            claims.release(router.key);
        }
    }

    private void release(Router router, IpAddress address) {
        Optional<InstallPlan> held = claimed(router);
        if (held.isEmpty()) {
            return;
        }
        InstallPlan rest = held.get().without(address);
        if (!rest.equals(held.get()) && !rest.addresses().isEmpty()) {
            claims.hold(router.key, router.addressIndex(), rest);
        }
        router.lost(address);
    }

    private static String reason(Observation observation) {
        return switch (observation) {
            case LosingActiveHeard -> "SplitBrainHealed";
            case AddressListDiffers, IntervalDiffers, SecondOwner -> observation.name();
        };
    }

    private static String message(Effect.Observe observe, Event event, RouterConfig config) {
        IpAddress source = observe.source();
        return switch (observe.observation()) {
            case LosingActiveHeard -> source + " was Active too; it was answered and the addresses announced";
            case AddressListDiffers ->
                event instanceof Event.Heard heard
                        ? Wording.otherAddresses(config, heard.advertisement(), source)
                        : source + " advertises other addresses";
            case IntervalDiffers ->
                event instanceof Event.Heard heard
                        ? Wording.otherInterval(config, heard.advertisement(), source)
                        : source + " advertises with another interval";
            case SecondOwner -> source + " has priority 255 too";
        };
    }
}
