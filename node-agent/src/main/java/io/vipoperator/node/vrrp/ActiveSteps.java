package io.vipoperator.node.vrrp;

import io.vipoperator.node.vrrp.State.Yielding.Aim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an Active does (RFC 9568 section 6.4.3). Whenever it can, it leaves by {@link State.Yielding}. Pure. */
final class ActiveSteps {
    private ActiveSteps() {}

    static Step step(RouterConfig config, State.Active state, Event event, long nowNanos) {
        return switch (event) {
            case Event.Heard heard -> heard(config, state, heard, nowNanos);
            case Event.DeadlinePassed passed -> deadlinePassed(config, awake(config, state, nowNanos), nowNanos);
            case Event.AddressesHeld held -> announce(config, awake(config, state, nowNanos), nowNanos);
            case Event.AnnounceAgain again ->
                state.held() ? announce(config, awake(config, state, nowNanos), nowNanos) : stay(state);
            case Event.Reconfigured reconfigured ->
                reconfigured(
                        config, awake(reconfigured.previous(), state, nowNanos), reconfigured.previous(), nowNanos);
            case Event.FaultsChanged changed -> faultsChanged(config, state, changed.reasons(), nowNanos);
            case Event.Shutdown shutdown -> shutdown(config, state, nowNanos);
            case Event.HandOver handOver -> handOver(config, state, reason(handOver.cause()), nowNanos);
            case Event.Startup startup -> stay(state);
            case Event.AnnouncedByOther announced -> stay(state);
            case Event.GroupAgrees agrees -> stay(state);
        };
    }

    /**
     * After a long sleep somebody else may be Active. If a peer was heard in this wake-up, it was answered, so the last
     * advertisement is young; else peers that we know of get one interval to speak while we keep silent.
     */
    private static State.Active awake(RouterConfig config, State.Active state, long nowNanos) {
        long silenceNanos = nowNanos - state.lastAdvertisedNanos();
        if (silenceNanos <= Intervals.unprovenAfterNanos(config.intervalNanos())
                || !state.participation().peerHeard()) {
            return state;
        }
        return state.silentUntil(nowNanos, nowNanos + config.intervalNanos());
    }

    private static Step deadlinePassed(RouterConfig config, State.Active state, long nowNanos) {
        List<Effect> effects = new ArrayList<>();
        State.Active next = state;
        if (nowNanos >= next.advertiseAtNanos()) {
            effects.add(new Effect.Advertise(config.priority()));
            next = next.advertised(nowNanos, nextAdvertisementNanos(config, next, nowNanos));
        }
        if (next.announcements().due(nowNanos)) {
            effects.add(new Effect.Announce());
            next = next.announcing(next.held(), next.announcements().announced(config.announcement(), nowNanos));
        }
        return new Step(next, effects);
    }

    /**
     * Adver_Timer runs on from when it was due, so that the lateness of each turn doesn't add up to a longer interval than is
     * advertised; who is late by an interval or more doesn't make up for what was left out.
     */
    private static long nextAdvertisementNanos(RouterConfig config, State.Active state, long nowNanos) {
        long dueNanos = state.advertiseAtNanos();
        long fromNanos = nowNanos - dueNanos < config.intervalNanos() ? dueNanos : nowNanos;
        return fromNanos + config.intervalNanos();
    }

    /** The addresses are on the NIC: tells the neighbours, unless a late wake-up asks for silence first. */
    private static Step announce(RouterConfig config, State.Active state, long nowNanos) {
        long fromNanos = state.listening() ? state.advertiseAtNanos() : nowNanos;
        Announcements planned = Announcements.startingAt(config.announcement(), fromNanos);
        if (!planned.due(nowNanos)) {
            return stay(state.announcing(true, planned));
        }
        return new Step(
                state.announcing(true, planned.announced(config.announcement(), nowNanos)),
                List.of(new Effect.Announce()));
    }

    private static Step heard(RouterConfig config, State.Active state, Event.Heard heard, long nowNanos) {
        Advertisement advertisement = heard.advertisement();
        if (heard.source().equals(config.primaryAddress())) {
            return stay(state);
        }
        List<Effect> observed = state.participation().reveals(config, advertisement, heard.source());
        Participation participation = state.participation().heard(observed);
        if (advertisement.priority() == 0) {
            return resignationHeard(config, state.with(participation), nowNanos);
        }
        if (wins(advertisement.priority(), heard.source(), config)) {
            State.Backup backup = Entering.listening(
                    config,
                    advertisement.intervalNanos(),
                    Optional.of(heard.source()),
                    participation.renewed(),
                    nowNanos);
            return config.installed().isEmpty()
                    ? Entering.backup(
                            List.of(lastWord(config), new Effect.ReleaseAddresses()),
                            backup,
                            TransitionReason.BetterActiveHeard,
                            observed)
                    : Entering.yielding(
                            backup, TransitionReason.BetterActiveHeard, List.of(lastWord(config)), observed, nowNanos);
        }
        if (advertisement.priority() == config.priority() && config.group() == GroupRole.FURTHER) {
            // The group's first router decides which of two equal groups stays.
            return new Step(state.with(participation), observed);
        }
        return losingHeard(config, state.with(participation), heard.source(), observed, nowNanos);
    }

    /** The higher priority, or among equals the higher primary address, as unsigned octets. */
    private static boolean wins(int priority, IpAddress source, RouterConfig config) {
        return priority > config.priority()
                || (priority == config.priority()
                        && config.group() != GroupRole.FURTHER
                        && source.compareTo(config.primaryAddress()) > 0);
    }

    private static Step resignationHeard(RouterConfig config, State.Active state, long nowNanos) {
        if (nowNanos < state.answerFromNanos()) {
            return stay(state);
        }
        State.Active next = state.advertised(nowNanos, nowNanos + config.intervalNanos())
                .paced(nowNanos + Intervals.answerPaceNanos(config.intervalNanos()), state.repairFromNanos());
        List<Effect> effects = new ArrayList<>(List.of(new Effect.Advertise(config.priority())));
        if (config.group() == GroupRole.FURTHER && nowNanos >= next.repairFromNanos()) {
            // An equal one of another group was Active until now; only the group's first router has answered it.
            next = repair(config, next, effects, nowNanos);
        }
        return new Step(next, effects);
    }

    /**
     * The other one thinks that it is Active: the answer makes it yield, the announcement repairs what it has told the
     * neighbours. Adver_Timer runs on. One that has just been preempted is answered only: our first burst repairs it.
     */
    private static Step losingHeard(
            RouterConfig config, State.Active state, IpAddress source, List<Effect> observed, long nowNanos) {
        List<Effect> effects = new ArrayList<>();
        State.Active next = state;
        if (nowNanos >= state.answerFromNanos()) {
            effects.add(new Effect.Advertise(config.priority()));
            next = next.advertised(nowNanos, state.advertiseAtNanos())
                    .paced(nowNanos + Intervals.answerPaceNanos(config.intervalNanos()), state.repairFromNanos());
        }
        if (nowNanos >= state.repairFromNanos()) {
            effects.add(new Effect.Observe(Observation.LosingActiveHeard, source));
            next = repair(config, next, effects, nowNanos);
        }
        effects.addAll(observed);
        return new Step(next, effects);
    }

    /** Tells the neighbours once more who has the addresses; adds that to the effects. */
    private static State.Active repair(RouterConfig config, State.Active state, List<Effect> effects, long nowNanos) {
        State.Active next = state.paced(state.answerFromNanos(), nowNanos + Intervals.repairPaceNanos());
        if (!next.held()) {
            return next;
        }
        effects.add(new Effect.Announce());
        Announcements repair = next.announcements().onceMore(config.announcement(), nowNanos);
        return next.announcing(true, repair.announced(config.announcement(), nowNanos));
    }

    private static Step reconfigured(RouterConfig config, State.Active state, RouterConfig previous, long nowNanos) {
        Participation participation = state.participation().renewed();
        if (config.priority() == 0) {
            return config.installed().isEmpty()
                    ? Entering.backup(
                            leaving(),
                            Entering.listening(
                                    config, config.intervalNanos(), Optional.empty(), participation, nowNanos),
                            TransitionReason.Observer,
                            List.of())
                    : handOver(config, state, TransitionReason.Observer, nowNanos);
        }
        List<Effect> effects = new ArrayList<>();
        State.Active next = state.with(participation);
        if (!next.listening() && advertisedOtherwise(config, previous)) {
            effects.add(new Effect.Advertise(config.priority()));
            next = next.advertised(nowNanos, nowNanos + config.intervalNanos());
        }
        if (!config.addresses().equals(previous.addresses())) {
            effects.add(new Effect.ClaimAddresses());
            next = next.announcing(false, Announcements.NONE);
        } else if (next.held() && !config.announcement().equals(previous.announcement())) {
            next = next.announcing(true, next.announcements().replanned(config.announcement(), nowNanos));
        }
        return new Step(next, effects);
    }

    private static boolean advertisedOtherwise(RouterConfig config, RouterConfig previous) {
        return config.priority() != previous.priority()
                || config.intervalNanos() != previous.intervalNanos()
                || config.virtualRouterID() != previous.virtualRouterID()
                || !config.primaryAddress().equals(previous.primaryAddress())
                || !config.addresses().equals(previous.addresses());
    }

    /**
     * RFC 9568 section 6.4.3 yields without a word. A last advertisement departs from it: after a split that heals, the
     * winner may be the first to be heard, and would never learn that there was a second Active whose MAC the neighbours
     * have; so it would not announce. To everybody else it is one losing advertisement more.
     */
    private static Effect lastWord(RouterConfig config) {
        return new Effect.Advertise(config.priority());
    }

    /** Hands over while it can hold the addresses and be heard; else it leaves at once. */
    private static Step faultsChanged(
            RouterConfig config, State.Active state, Set<FaultReason> reasons, long nowNanos) {
        if (reasons.isEmpty()) {
            return stay(state);
        }
        if (config.installed().isEmpty() || reasons.stream().anyMatch(FaultReason::endsAtOnce)) {
            return Entering.fault(
                    leaving(), reasons, nowNanos, state.participation().peerHeard());
        }
        Step step = Entering.handingOver(
                config, Aim.FAULT, reasons, TransitionReason.FaultRaised, state.participation(), nowNanos);
        if (!reasons.contains(FaultReason.AddressRemoved)) {
            return step;
        }
        // The kernel port has given the addresses up: put them back until somebody else has them.
        List<Effect> effects = new ArrayList<>(step.effects());
        effects.add(new Effect.ClaimAddresses());
        return new Step(step.next(), effects);
    }

    private static Step shutdown(RouterConfig config, State.Active state, long nowNanos) {
        if (config.installed().isEmpty()) {
            return Entering.stopped(leaving(), Set.of(), state.participation().peerHeard());
        }
        return Entering.handingOver(
                config, Aim.STOP, Set.of(), TransitionReason.Stopped, state.participation(), nowNanos);
    }

    private static Step handOver(RouterConfig config, State.Active state, TransitionReason reason, long nowNanos) {
        return Entering.handingOver(config, Aim.FOLLOW, Set.of(), reason, state.participation(), nowNanos);
    }

    private static TransitionReason reason(HandOverCause cause) {
        return switch (cause) {
            case Weakened -> TransitionReason.Weakened;
            case GroupLeft -> TransitionReason.GroupLeft;
        };
    }

    private static List<Effect> leaving() {
        return List.of(new Effect.Advertise(0), new Effect.ReleaseAddresses());
    }

    private static Step stay(State state) {
        return new Step(state, List.of());
    }
}
