package io.vipoperator.node.vrrp;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Backup does (RFC 9568 section 6.4.2). It sends nothing until it becomes Active. One
 * of a group doesn't become it when its timer fires: it is ready then, and waits for {@link Event.GroupAgrees}. Pure. */
final class BackupSteps {
    private BackupSteps() {}

    static Step step(RouterConfig config, State.Backup state, Event event, long nowNanos) {
        return switch (event) {
            case Event.Heard heard -> heard(config, state, heard, nowNanos);
            case Event.DeadlinePassed passed -> deadlinePassed(config, state, nowNanos);
            case Event.Reconfigured reconfigured -> reconfigured(config, state, reconfigured, nowNanos);
            case Event.FaultsChanged changed ->
                changed.reasons().isEmpty()
                        ? stay(state)
                        : Entering.fault(
                                List.of(),
                                changed.reasons(),
                                nowNanos,
                                state.participation().peerHeard());
            case Event.Shutdown shutdown ->
                Entering.stopped(List.of(), Set.of(), state.participation().peerHeard());
            case Event.Startup startup -> stay(state);
            case Event.AddressesHeld held -> stay(state);
            case Event.AnnounceAgain again -> stay(state);
            case Event.AnnouncedByOther announced -> stay(state);
            case Event.HandOver handOver -> stay(state);
            case Event.GroupAgrees agrees ->
                state.ready() && config.priority() > 0
                        ? Entering.active(config, state.participation(), state.cause(), nowNanos)
                        : stay(state);
        };
    }

    private static Step deadlinePassed(RouterConfig config, State.Backup state, long nowNanos) {
        if (nowNanos < state.activeDownAtNanos()) {
            return stay(state);
        }
        if (config.priority() == 0) {
            return stay(state.withActiveDownAt(Intervals.NEVER, TransitionReason.ActiveDown, Optional.empty()));
        }
        long lateNanos = nowNanos - state.activeDownAtNanos();
        if (mayHaveSleptThrough(state, lateNanos)) {
            long listenNanos =
                    Intervals.listenAgainNanos(config.version(), config.priority(), state.activeIntervalNanos());
            return stay(state.listeningOnceMoreUntil(nowNanos + listenNanos));
        }
        return config.grouped()
                ? stay(Entering.ready(config, state, nowNanos))
                : Entering.active(config, state.participation(), state.cause(), nowNanos);
    }

    /**
     * Whether what kept this router from waking in time may have kept the Active's advertisements from it, too, or the Active
     * itself from sending them: then it listens once more, but only once.
     */
    private static boolean mayHaveSleptThrough(State.Backup state, long lateNanos) {
        return !state.overslept()
                && !state.ready()
                && state.cause() == TransitionReason.ActiveDown
                && state.activeAddress().isPresent()
                && lateNanos > Intervals.lateAfterNanos(state.activeIntervalNanos());
    }

    private static Step heard(RouterConfig config, State.Backup state, Event.Heard heard, long nowNanos) {
        Advertisement advertisement = heard.advertisement();
        if (heard.source().equals(config.primaryAddress())) {
            return stay(state);
        }
        List<Effect> observed = state.participation().reveals(config, advertisement, heard.source());
        State.Backup backup = state.with(state.participation().heard(observed));
        if (advertisement.priority() == 0) {
            return new Step(Entering.successionOf(config, backup, nowNanos), observed);
        }
        Optional<IpAddress> source = Optional.of(heard.source());
        if (advertisement.priority() >= config.priority()
                || !preempts(config, state, advertisement.priority(), nowNanos)) {
            State.Backup following =
                    Entering.listening(config, advertisement.intervalNanos(), source, backup.participation(), nowNanos);
            return new Step(following, observed);
        }
        // Discarded: the timer runs on, so that we take over when it fires although the lesser Active is alive.
        return new Step(
                backup.withActiveDownAt(state.activeDownAtNanos(), TransitionReason.PreemptedLesser, source), observed);
    }

    /**
     * Whether an Active of that lesser priority may be pushed out. The owner always does (RFC 9568 section 6.1,
     * Preempt_Mode); who fails itself never does, so that the addresses move once at most when all fail; and who fails must
     * go without delay.
     */
    static boolean preempts(RouterConfig config, State.Backup state, int advertisedPriority, long nowNanos) {
        if (config.priority() == 255) {
            return true;
        }
        if (!config.preempt() || config.failing()) {
            return false;
        }
        boolean activeFails =
                advertisedPriority <= RouterConfig.HIGHEST_FAILING && config.priority() > RouterConfig.HIGHEST_FAILING;
        return activeFails || nowNanos >= state.participation().eligibleSinceNanos() + config.preemptDelayNanos();
    }

    private static Step reconfigured(RouterConfig config, State.Backup state, Event.Reconfigured edit, long nowNanos) {
        RouterConfig previous = edit.previous();
        Participation participation = state.participation().renewed(config, edit, nowNanos);
        if (config.priority() == 255 && previous.priority() != 255) {
            return config.grouped()
                    ? stay(Entering.readyOwner(config, participation, nowNanos))
                    : Entering.active(config, participation, TransitionReason.Owner, nowNanos);
        }
        if (state.ready() && !config.grouped()) {
            return Entering.active(config, participation, state.cause(), nowNanos);
        }
        if (state.activeDownAtNanos() == Intervals.NEVER) {
            return stay(Entering.listening(config, config.intervalNanos(), Optional.empty(), participation, nowNanos));
        }
        // Nobody has taught us another interval: it is our own. In version 2 nobody ever does (RFC 3768 section 7.1).
        boolean untaught = state.activeAddress().isEmpty() && state.activeIntervalNanos() == previous.intervalNanos();
        long interval = untaught || config.version() == 2 ? config.intervalNanos() : state.activeIntervalNanos();
        long shiftNanos = timerNanos(state.cause(), config, interval)
                - timerNanos(state.cause(), previous, state.activeIntervalNanos());
        return stay(new State.Backup(
                interval,
                state.activeDownAtNanos() + shiftNanos,
                state.cause(),
                state.overslept(),
                state.readySinceNanos(),
                state.activeAddress(),
                participation));
    }

    /** What the running timer was set to: the shift must not restart it. */
    private static long timerNanos(TransitionReason cause, RouterConfig config, long intervalNanos) {
        return cause == TransitionReason.ActiveResigned
                ? Entering.successionNanos(config, intervalNanos)
                : Intervals.activeDownNanos(config.version(), config.priority(), intervalNanos);
    }

    private static Step stay(State state) {
        return new Step(state, List.of());
    }
}
