package io.vipoperator.node.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How each state is entered: its first value and the effects of entering it. Leaving is up to the state left. Pure. */
final class Entering {
    private Entering() {}

    /** Takes part from that moment on: waits for it, or begins as the RFC's Startup does (section 6.4.1). */
    static Step election(
            RouterConfig config, long joinAtNanos, boolean peerHeard, TransitionReason reason, long nowNanos) {
        if (nowNanos < joinAtNanos) {
            return new Step(new State.Initialize(joinAtNanos, Set.of(), peerHeard), List.of());
        }
        Participation participation = Participation.beginning(nowNanos, peerHeard);
        if (config.priority() == 255) {
            return active(config, participation, TransitionReason.Owner, nowNanos);
        }
        return backup(
                List.of(),
                listening(config, config.intervalNanos(), Optional.empty(), participation, nowNanos),
                reason,
                List.of());
    }

    /**
     * The addresses are announced only when {@link Event.AddressesHeld} says that they are there. Who is preempted by that
     * says a last word, which is no second Active's.
     */
    static Step active(RouterConfig config, Participation participation, TransitionReason reason, long nowNanos) {
        State.Active active = new State.Active(
                nowNanos + config.intervalNanos(),
                nowNanos,
                false,
                false,
                Announcements.NONE,
                Long.MIN_VALUE,
                nowNanos + Intervals.yieldingNanos(config.intervalNanos()),
                participation.renewed());
        return new Step(
                active,
                List.of(
                        new Effect.Advertise(config.priority()),
                        new Effect.ClaimAddresses(),
                        new Effect.Report(reason)));
    }

    static Step backup(List<Effect> leaving, State.Backup backup, TransitionReason reason, List<Effect> observed) {
        List<Effect> effects = new ArrayList<>(leaving);
        effects.add(new Effect.Report(reason));
        effects.addAll(observed);
        return new Step(backup, effects);
    }

    static Step fault(List<Effect> leaving, Set<FaultReason> reasons, long mayJoinAtNanos, boolean peerHeard) {
        List<Effect> effects = new ArrayList<>(leaving);
        effects.add(new Effect.Report(TransitionReason.FaultRaised));
        return new Step(new State.Fault(reasons, mayJoinAtNanos, peerHeard), effects);
    }

    static Step stopped(List<Effect> leaving, Set<FaultReason> faults, boolean peerHeard) {
        List<Effect> effects = new ArrayList<>(leaving);
        effects.add(new Effect.Report(TransitionReason.Stopped));
        return new Step(new State.Initialize(Intervals.NEVER, faults, peerHeard), effects);
    }

    /** A Backup whose Active_Down_Timer starts now. */
    static State.Backup listening(
            RouterConfig config,
            long activeIntervalNanos,
            Optional<IpAddress> activeAddress,
            Participation participation,
            long nowNanos) {
        return new State.Backup(
                activeIntervalNanos,
                nowNanos + Intervals.activeDownNanos(config.priority(), activeIntervalNanos),
                TransitionReason.ActiveDown,
                false,
                activeAddress,
                participation);
    }
}
