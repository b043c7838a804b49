package io.vipoperator.node.vrrp;

import io.vipoperator.node.vrrp.State.Yielding.Aim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a router does that hands over. It says nothing any more: each further resignation would set the Backups' timers
 * anew. It keeps each address until its neighbours know the successor, or the successor had its time, and goes on itself if
 * nobody better answers and nothing else keeps it from that. Pure.
 */
final class YieldingSteps {
    private YieldingSteps() {}

    static Step step(RouterConfig config, State.Yielding state, Event event, long nowNanos) {
        return switch (event) {
            case Event.Heard heard -> heard(config, state, heard, nowNanos);
            case Event.DeadlinePassed passed -> deadlinePassed(config, state, nowNanos);
            case Event.AnnouncedByOther announced -> announcedByOther(config, state, announced.address(), nowNanos);
            case Event.FaultsChanged changed -> faultsChanged(state, changed.reasons(), nowNanos);
            case Event.Shutdown shutdown ->
                config.installed().isEmpty()
                        ? end(state.stoppingBy(nowNanos), nowNanos)
                        : stay(state.stoppingBy(nowNanos + Intervals.stopNanos(config.handOverNanos())));
            case Event.Startup startup -> stay(state.aim() == Aim.STOP ? state.startedAgain() : state);
            case Event.Reconfigured edited -> reconfigured(config, state, edited, nowNanos);
            case Event.GroupAgrees agrees -> state.ready() ? goOn(config, state, nowNanos) : stay(state);
            case Event.AddressesHeld held -> stay(state);
            case Event.AnnounceAgain again -> stay(state);
            case Event.HandOver handOver -> stay(state);
        };
    }

    private static Step heard(RouterConfig config, State.Yielding state, Event.Heard heard, long nowNanos) {
        Advertisement advertisement = heard.advertisement();
        if (heard.source().equals(config.primaryAddress())) {
            return stay(state);
        }
        State.Backup before = state.following();
        List<Effect> observed = before.participation().reveals(config, advertisement, heard.source());
        State.Backup following = before.with(before.participation().heard(observed));
        if (advertisement.priority() == 0) {
            // Before anybody has answered it is the last word of another one that leaves.
            State.Backup next = state.answered() ? Entering.successionOf(config, following, nowNanos) : following;
            return new Step(state.with(next), observed);
        }
        if (mayReject(config, state)
                && advertisement.priority() < config.priority()
                && BackupSteps.preempts(config, before, advertisement.priority(), nowNanos)) {
            // Nobody better has answered. To follow it would mean to preempt it right after.
            return state.answered() ? new Step(state.with(following), observed) : goOn(config, state, nowNanos);
        }
        State.Backup next = Entering.listening(
                config,
                advertisement.intervalNanos(),
                Optional.of(heard.source()),
                following.participation(),
                nowNanos);
        return new Step(
                state.answered() ? state.with(next) : state.answeredUntil(nowNanos + Intervals.lingerNanos(), next),
                observed);
    }

    /** Whoever has to go follows anybody. */
    private static boolean mayReject(RouterConfig config, State.Yielding state) {
        return state.aim() == Aim.FOLLOW && config.priority() > 0 && !config.grouped();
    }

    private static Step deadlinePassed(RouterConfig config, State.Yielding state, long nowNanos) {
        if (nowNanos >= state.releaseAtNanos()) {
            return state.answered() ? end(state, nowNanos) : unanswered(config, state, nowNanos);
        }
        if (nowNanos < state.deadlineNanos()) {
            return stay(state);
        }
        // The successor is gone while its time runs.
        if (config.priority() == 0) {
            return stay(state.with(state.following()
                    .withActiveDownAt(Intervals.NEVER, TransitionReason.ActiveDown, Optional.empty())));
        }
        return config.grouped()
                ? stay(state.readyUntil(nowNanos + Intervals.lingerNanos()))
                : Entering.active(
                        config,
                        state.following().participation(),
                        state.following().cause(),
                        nowNanos);
    }

    private static Step unanswered(RouterConfig config, State.Yielding state, long nowNanos) {
        if (!mayGoOn(config, state)) {
            return end(state, nowNanos);
        }
        if (!config.grouped()) {
            return goOn(config, state, nowNanos);
        }
        return state.ready()
                ? end(state.with(Entering.ready(config, state.following(), nowNanos)), nowNanos)
                : stay(state.readyUntil(nowNanos + Intervals.lingerNanos()));
    }

    /** Who loses its address to somebody keeps trying where nobody else would have it. */
    private static boolean mayGoOn(RouterConfig config, State.Yielding state) {
        return config.priority() > 0
                && switch (state.aim()) {
                    case FOLLOW -> true;
                    case STOP -> false;
                    case FAULT -> state.faults().equals(Set.of(FaultReason.AddressRemoved));
                };
    }

    private static Step goOn(RouterConfig config, State.Yielding state, long nowNanos) {
        return Entering.active(config, state.following().participation(), TransitionReason.NoSuccessor, nowNanos);
    }

    private static Step announcedByOther(RouterConfig config, State.Yielding state, IpAddress address, long nowNanos) {
        if (!config.installed().contains(address) || state.handedOver().contains(address)) {
            return stay(state);
        }
        State.Yielding next = state.without(address);
        return next.handedOver().containsAll(config.installed())
                ? end(next, nowNanos)
                : new Step(next, List.of(new Effect.ReleaseAddress(address)));
    }

    private static Step faultsChanged(State.Yielding state, Set<FaultReason> reasons, long nowNanos) {
        boolean stopping = state.aim() == Aim.STOP;
        if (reasons.isEmpty()) {
            return stay(state.aimingAt(stopping ? Aim.STOP : Aim.FOLLOW, reasons));
        }
        State.Yielding next = state.aimingAt(stopping ? Aim.STOP : Aim.FAULT, reasons);
        boolean lost =
                reasons.contains(FaultReason.AddressRemoved) && !state.faults().contains(FaultReason.AddressRemoved);
        return lost || reasons.stream().anyMatch(FaultReason::endsAtOnce) ? end(next, nowNanos) : stay(next);
    }

    private static Step reconfigured(
            RouterConfig config, State.Yielding state, Event.Reconfigured edit, long nowNanos) {
        RouterConfig previous = edit.previous();
        Participation participation = state.following().participation().renewed(config, edit, nowNanos);
        if (config.priority() == 255 && previous.priority() != 255 && mayReject(config, state)) {
            return Entering.active(config, participation, TransitionReason.Owner, nowNanos);
        }
        State.Yielding next = state.with(state.following().with(participation));
        if (!config.installed().equals(previous.installed())
                && next.handedOver().containsAll(config.installed())) {
            return end(next, nowNanos);
        }
        List<Effect> effects = new ArrayList<>();
        for (IpAddress address : previous.installed()) {
            if (!config.installed().contains(address) && !state.handedOver().contains(address)) {
                effects.add(new Effect.ReleaseAddress(address));
            }
        }
        return new Step(next, effects);
    }

    /** Without its addresses from now on. */
    private static Step end(State.Yielding state, long nowNanos) {
        boolean peerHeard = state.following().participation().peerHeard();
        List<Effect> leaving = List.of(new Effect.ReleaseAddresses());
        return switch (state.aim()) {
            case FOLLOW -> Entering.backup(leaving, state.following(), state.reason(), List.of());
            case STOP -> Entering.stopped(leaving, state.faults(), peerHeard);
            case FAULT -> Entering.fault(leaving, state.faults(), nowNanos, peerHeard);
        };
    }

    private static Step stay(State state) {
        return new Step(state, List.of());
    }
}
