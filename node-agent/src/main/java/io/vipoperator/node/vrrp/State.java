package io.vipoperator.node.vrrp;

import java.util.Optional;
import java.util.Set;

/**
 * A state of a virtual router. Immutable. A deadline is a field of the state, so a stale timer cannot exist. The
 * addresses are claimed if and only if the state is {@link Active}.
 */
public sealed interface State {
    /** When {@link Event.DeadlinePassed} is due, on the loop's clock; {@link Long#MAX_VALUE} = never. */
    long deadlineNanos();

    /** The source of the advertisements that this router follows; empty if it is Active itself or hears nobody. */
    default Optional<IpAddress> activeAddress() {
        return Optional.empty();
    }

    /**
     * Not taking part: not started, or waiting for the startup delay.
     *
     * @param joinAtNanos end of the startup delay; {@link Intervals#NEVER} = not started
     * @param faults that were told before the start
     * @param peerHeard some peer was ever heard
     */
    record Initialize(long joinAtNanos, Set<FaultReason> faults, boolean peerHeard) implements State {
        public Initialize {
            faults = Set.copyOf(faults);
        }

        /** Startup has come. */
        public boolean started() {
            return joinAtNanos != Intervals.NEVER;
        }

        @Override
        public long deadlineNanos() {
            return joinAtNanos;
        }
    }

    /**
     * Listening (RFC 9568 section 6.4.2).
     *
     * @param activeIntervalNanos Active_Adver_Interval: learned, or our own until an advertisement was accepted
     * @param activeDownAtNanos when Active_Down_Timer fires; {@link Intervals#NEVER} for an observer that hears nobody
     * @param cause why it would become Active when the timer fires
     * @param overslept the timer has fired once, but so late that it was set once more
     * @param activeAddress who advertised last
     * @param participation what is remembered
     */
    record Backup(
            long activeIntervalNanos,
            long activeDownAtNanos,
            TransitionReason cause,
            boolean overslept,
            Optional<IpAddress> activeAddress,
            Participation participation)
            implements State {
        @Override
        public long deadlineNanos() {
            return activeDownAtNanos;
        }

        Backup withActiveDownAt(long atNanos, TransitionReason newCause, Optional<IpAddress> newActiveAddress) {
            return new Backup(activeIntervalNanos, atNanos, newCause, overslept, newActiveAddress, participation);
        }

        /** Slept past the timer: listens until then before it believes that the Active is gone. */
        Backup listeningOnceMoreUntil(long atNanos) {
            return new Backup(activeIntervalNanos, atNanos, cause, true, activeAddress, participation);
        }

        Backup with(Participation newParticipation) {
            return new Backup(
                    activeIntervalNanos, activeDownAtNanos, cause, overslept, activeAddress, newParticipation);
        }
    }

    /**
     * Owning the addresses (RFC 9568 section 6.4.3).
     *
     * @param advertiseAtNanos when Adver_Timer fires
     * @param lastAdvertisedNanos when the last advertisement was sent, or the listening after a late wake-up began
     * @param listening woke up late and keeps silent until advertiseAtNanos
     * @param held all addresses are on the NIC
     * @param announcements when the addresses are announced
     * @param answerFromNanos no other Active is answered before
     * @param repairFromNanos the neighbours' caches aren't repaired before: the first burst, or the last repair, has done it
     * @param participation what is remembered
     */
    record Active(
            long advertiseAtNanos,
            long lastAdvertisedNanos,
            boolean listening,
            boolean held,
            Announcements announcements,
            long answerFromNanos,
            long repairFromNanos,
            Participation participation)
            implements State {
        @Override
        public long deadlineNanos() {
            return Math.min(advertiseAtNanos, announcements.deadlineNanos());
        }

        /** An advertisement was sent now; the next is due then. */
        Active advertised(long nowNanos, long nextAtNanos) {
            return new Active(
                    nextAtNanos, nowNanos, false, held, announcements, answerFromNanos, repairFromNanos, participation);
        }

        /** Keeps silent from now until then. */
        Active silentUntil(long nowNanos, long untilNanos) {
            return new Active(
                    untilNanos,
                    nowNanos,
                    true,
                    held,
                    announcements.notBefore(untilNanos),
                    answerFromNanos,
                    repairFromNanos,
                    participation);
        }

        Active announcing(boolean nowHeld, Announcements newAnnouncements) {
            return new Active(
                    advertiseAtNanos,
                    lastAdvertisedNanos,
                    listening,
                    nowHeld,
                    newAnnouncements,
                    answerFromNanos,
                    repairFromNanos,
                    participation);
        }

        Active paced(long newAnswerFromNanos, long newRepairFromNanos) {
            return new Active(
                    advertiseAtNanos,
                    lastAdvertisedNanos,
                    listening,
                    held,
                    announcements,
                    newAnswerFromNanos,
                    newRepairFromNanos,
                    participation);
        }

        Active with(Participation newParticipation) {
            return new Active(
                    advertiseAtNanos,
                    lastAdvertisedNanos,
                    listening,
                    held,
                    announcements,
                    answerFromNanos,
                    repairFromNanos,
                    newParticipation);
        }
    }

    /**
     * Out of the election; keepalived's word, not the RFC's.
     *
     * @param reasons that hold now, never empty
     * @param mayJoinAtNanos the startup delay keeps it out until then, even if all reasons go away
     * @param peerHeard some peer was ever heard
     */
    record Fault(Set<FaultReason> reasons, long mayJoinAtNanos, boolean peerHeard) implements State {
        public Fault {
            reasons = Set.copyOf(reasons);
        }

        @Override
        public long deadlineNanos() {
            return Intervals.NEVER;
        }
    }
}
