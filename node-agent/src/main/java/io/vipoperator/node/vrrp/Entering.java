package io.vipoperator.node.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How each state is entered: its first value and the effects of entering it. Leaving is up to the state left. Pure. */
final class Entering {
    private static final Effect RESIGN = new Effect.Advertise(0);

    private Entering() {}

    /** Takes part from that moment on: waits for it, or begins as the RFC's Startup does (section 6.4.1). */
    static Step election(
            RouterConfig config, long joinAtNanos, boolean peerHeard, TransitionReason reason, long nowNanos) {
        if (nowNanos < joinAtNanos) {
            return new Step(new State.Initialize(joinAtNanos, Set.of(), peerHeard), List.of());
        }
        Participation participation = Participation.beginning(nowNanos, peerHeard);
        if (config.priority() == 255) {
            return owner(config, participation, nowNanos);
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
                nowNanos + Intervals.lastWordNanos(config.intervalNanos()),
                participation.renewed());
        return new Step(
                active,
                List.of(
                        new Effect.Advertise(config.priority()),
                        new Effect.ClaimAddresses(),
                        new Effect.Report(reason)));
    }

    /** Active at once, or in a group ready for it at once. */
    private static Step owner(RouterConfig config, Participation participation, long nowNanos) {
        return config.grouped()
                ? backup(List.of(), readyOwner(config, participation, nowNanos), TransitionReason.Started, List.of())
                : active(config, participation, TransitionReason.Owner, nowNanos);
    }

    /** The owner doesn't wait for silence, but for its group. */
    static State.Backup readyOwner(RouterConfig config, Participation participation, long nowNanos) {
        State.Backup listening = listening(config, config.intervalNanos(), Optional.empty(), participation, nowNanos);
        return ready(config, listening.withActiveDownAt(nowNanos, TransitionReason.Owner, Optional.empty()), nowNanos);
    }

    /** A Backup that would be Active now if it were alone; it looks around again after an Active_Down_Interval. */
    static State.Backup ready(RouterConfig config, State.Backup state, long nowNanos) {
        return state.readyAgainAt(
                nowNanos,
                nowNanos + Intervals.activeDownNanos(config.version(), config.priority(), state.activeIntervalNanos()));
    }

    /** The Active has resigned: its heir has Skew_Time left (RFC 9568 section 6.4.2). */
    static State.Backup successionOf(RouterConfig config, State.Backup state, long nowNanos) {
        long waitNanos = successionNanos(config, state.activeIntervalNanos());
        return state.withActiveDownAt(nowNanos + waitNanos, TransitionReason.ActiveResigned, Optional.empty());
    }

    /**
     * How long a Backup waits after a resignation. Who fails itself leaves the succession to the others, and to the one that
     * resigned because it fails, too, and goes on if nobody answers: where all fail, the address must not be passed around.
     */
    static long successionNanos(RouterConfig config, long activeIntervalNanos) {
        long skewNanos = Intervals.skewNanos(config.version(), config.priority(), activeIntervalNanos);
        if (!config.failing()) {
            return skewNanos;
        }
        return Math.max(config.handOverNanos(), Intervals.handOverNanos(config.version(), activeIntervalNanos))
                + skewNanos;
    }

    /** Nobody better is heard: resigns three times at once, since one may be lost, and waits for who answers. */
    static Step handingOver(
            RouterConfig config,
            State.Yielding.Aim aim,
            Set<FaultReason> faults,
            TransitionReason reason,
            Participation participation,
            long nowNanos) {
        boolean stopping = aim == State.Yielding.Aim.STOP;
        long boundNanos = stopping ? Intervals.stopNanos(config.handOverNanos()) : config.handOverNanos();
        State.Yielding yielding = new State.Yielding(
                aim,
                faults,
                reason,
                nowNanos + boundNanos,
                false,
                false,
                Set.of(),
                listening(config, config.intervalNanos(), Optional.empty(), participation.renewed(), nowNanos));
        return new Step(yielding, List.of(RESIGN, RESIGN, RESIGN, new Effect.Report(reason)));
    }

    /** The successor is heard already: it gets the time to claim and announce the addresses. */
    static Step yielding(
            State.Backup following,
            TransitionReason reason,
            List<Effect> saying,
            List<Effect> observed,
            long nowNanos) {
        State.Yielding yielding = new State.Yielding(
                State.Yielding.Aim.FOLLOW,
                Set.of(),
                reason,
                nowNanos + Intervals.lingerNanos(),
                true,
                false,
                Set.of(),
                following);
        List<Effect> effects = new ArrayList<>(saying);
        effects.add(new Effect.Report(reason));
        effects.addAll(observed);
        return new Step(yielding, effects);
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

    /** A Backup whose Active_Down_Timer starts now. In version 2 no interval is learned (RFC 3768 section 6.1). */
    static State.Backup listening(
            RouterConfig config,
            long activeIntervalNanos,
            Optional<IpAddress> activeAddress,
            Participation participation,
            long nowNanos) {
        long interval = config.version() == 2 ? config.intervalNanos() : activeIntervalNanos;
        return new State.Backup(
                interval,
                nowNanos + Intervals.activeDownNanos(config.version(), config.priority(), interval),
                TransitionReason.ActiveDown,
                false,
                Intervals.NEVER,
                activeAddress,
                participation);
    }
}
