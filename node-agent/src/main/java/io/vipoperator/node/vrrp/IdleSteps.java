package io.vipoperator.node.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What Initialize and Fault do: both are out of the election, send nothing and hear nothing. Pure. */
final class IdleSteps {
    private IdleSteps() {}

    static Step initialize(RouterConfig config, State.Initialize state, Event event, long nowNanos) {
        return state.started() ? waiting(config, state, event, nowNanos) : unstarted(config, state, event, nowNanos);
    }

    private static Step unstarted(RouterConfig config, State.Initialize state, Event event, long nowNanos) {
        return switch (event) {
            case Event.Startup startup -> startup(config, state, nowNanos);
            case Event.FaultsChanged changed ->
                stay(new State.Initialize(Intervals.NEVER, changed.reasons(), state.peerHeard()));
            case Event.Shutdown shutdown -> stay(state);
            case Event.DeadlinePassed passed -> stay(state);
            case Event.Heard heard -> stay(state);
            case Event.AddressesHeld held -> stay(state);
            case Event.Reconfigured reconfigured -> stay(state);
            case Event.AnnounceAgain again -> stay(state);
            case Event.AnnouncedByOther announced -> stay(state);
            case Event.HandOver handOver -> stay(state);
            case Event.GroupAgrees agrees -> stay(state);
        };
    }

    private static Step startup(RouterConfig config, State.Initialize state, long nowNanos) {
        long joinAtNanos = nowNanos + config.startupDelayNanos();
        if (!state.faults().isEmpty()) {
            return Entering.fault(List.of(), state.faults(), joinAtNanos, state.peerHeard());
        }
        return Entering.election(config, joinAtNanos, state.peerHeard(), TransitionReason.Started, nowNanos);
    }

    private static Step waiting(RouterConfig config, State.Initialize state, Event event, long nowNanos) {
        return switch (event) {
            case Event.DeadlinePassed passed ->
                Entering.election(config, state.joinAtNanos(), state.peerHeard(), TransitionReason.Started, nowNanos);
            case Event.FaultsChanged changed ->
                changed.reasons().isEmpty()
                        ? stay(state)
                        : Entering.fault(List.of(), changed.reasons(), state.joinAtNanos(), state.peerHeard());
            case Event.Shutdown shutdown -> stay(new State.Initialize(Intervals.NEVER, Set.of(), state.peerHeard()));
            case Event.Reconfigured reconfigured ->
                stay(new State.Initialize(
                        shifted(state.joinAtNanos(), config, reconfigured.previous()), Set.of(), state.peerHeard()));
            case Event.Startup startup -> stay(state);
            case Event.Heard heard -> stay(state);
            case Event.AddressesHeld held -> stay(state);
            case Event.AnnounceAgain again -> stay(state);
            case Event.AnnouncedByOther announced -> stay(state);
            case Event.HandOver handOver -> stay(state);
            case Event.GroupAgrees agrees -> stay(state);
        };
    }

    static Step fault(RouterConfig config, State.Fault state, Event event, long nowNanos) {
        return switch (event) {
            case Event.FaultsChanged changed -> faultsChanged(config, state, changed.reasons(), nowNanos);
            case Event.Shutdown shutdown -> Entering.stopped(List.of(), state.reasons(), state.peerHeard());
            case Event.Reconfigured reconfigured ->
                stay(new State.Fault(
                        state.reasons(),
                        shifted(state.mayJoinAtNanos(), config, reconfigured.previous()),
                        state.peerHeard()));
            case Event.Startup startup -> stay(state);
            case Event.DeadlinePassed passed -> stay(state);
            case Event.Heard heard -> stay(state);
            case Event.AddressesHeld held -> stay(state);
            case Event.AnnounceAgain again -> stay(state);
            case Event.AnnouncedByOther announced -> stay(state);
            case Event.HandOver handOver -> stay(state);
            case Event.GroupAgrees agrees -> stay(state);
        };
    }

    private static Step faultsChanged(RouterConfig config, State.Fault state, Set<FaultReason> reasons, long nowNanos) {
        long mayJoinAtNanos = state.mayJoinAtNanos();
        if (linkIsLost(state.reasons()) && !linkIsLost(reasons)) {
            // A switch port whose carrier has just come back may not be forwarding yet.
            mayJoinAtNanos = Math.max(mayJoinAtNanos, nowNanos + config.startupDelayNanos());
        }
        if (!reasons.isEmpty()) {
            return stay(new State.Fault(reasons, mayJoinAtNanos, state.peerHeard()));
        }
        Step step =
                Entering.election(config, mayJoinAtNanos, state.peerHeard(), TransitionReason.FaultCleared, nowNanos);
        if (step.next() instanceof State.Initialize) {
            List<Effect> effects = new ArrayList<>(step.effects());
            effects.add(new Effect.Report(TransitionReason.FaultCleared));
            return new Step(step.next(), effects);
        }
        return step;
    }

    private static boolean linkIsLost(Set<FaultReason> reasons) {
        return reasons.contains(FaultReason.InterfaceDown) || reasons.contains(FaultReason.InterfaceNotFound);
    }

    private static long shifted(long atNanos, RouterConfig config, RouterConfig previous) {
        return atNanos + config.startupDelayNanos() - previous.startupDelayNanos();
    }

    private static Step stay(State state) {
        return new Step(state, List.of());
    }
}
