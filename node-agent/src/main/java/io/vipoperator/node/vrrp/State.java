package io.vipoperator.node.vrrp;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A state of a virtual router. Immutable. A deadline is a field of the state, so a stale timer cannot exist. The
 * addresses are claimed if and only if the state is {@link Active} or {@link Yielding}.
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
     * @param readySinceNanos the timer fired then, and the router waits for its group; {@link Intervals#NEVER} = it doesn't
     * @param activeAddress who advertised last
     * @param participation what is remembered
     */
    record Backup(
            long activeIntervalNanos,
            long activeDownAtNanos,
            TransitionReason cause,
            boolean overslept,
            long readySinceNanos,
            Optional<IpAddress> activeAddress,
            Participation participation)
            implements State {
        @Override
        public long deadlineNanos() {
            return activeDownAtNanos;
        }

        /** It would be Active if it were alone: it waits for its group. */
        public boolean ready() {
            return readySinceNanos != Intervals.NEVER;
        }

        Backup withActiveDownAt(long atNanos, TransitionReason newCause, Optional<IpAddress> newActiveAddress) {
            return new Backup(
                    activeIntervalNanos,
                    atNanos,
                    newCause,
                    overslept,
                    readySinceNanos,
                    newActiveAddress,
                    participation);
        }

        /** Slept past the timer: listens until then before it believes that the Active is gone. */
        Backup listeningOnceMoreUntil(long atNanos) {
            return new Backup(activeIntervalNanos, atNanos, cause, true, readySinceNanos, activeAddress, participation);
        }

        /** Waits for its group, and looks around again then. */
        Backup readyAgainAt(long nowNanos, long atNanos) {
            return new Backup(
                    activeIntervalNanos,
                    atNanos,
                    cause,
                    overslept,
                    ready() ? readySinceNanos : nowNanos,
                    activeAddress,
                    participation);
        }

        Backup with(Participation newParticipation) {
            return new Backup(
                    activeIntervalNanos,
                    activeDownAtNanos,
                    cause,
                    overslept,
                    readySinceNanos,
                    activeAddress,
                    newParticipation);
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
     * Handing over: silent, but with the addresses on the NIC until the neighbours know the successor. This project's own
     * state (it departs from RFC 9568 section 6.4.3, which releases at once): so a planned move loses no packet.
     *
     * @param aim what becomes of it
     * @param faults that hold; never empty if the aim is Fault
     * @param reason why it hands over
     * @param releaseAtNanos the addresses are given up then at latest
     * @param answered a successor was heard
     * @param ready nobody was heard, and the router waits for its group to take the addresses back
     * @param handedOver addresses that the neighbours know at the successor: they are off the NIC
     * @param following what it would be without the addresses
     */
    record Yielding(
            Aim aim,
            Set<FaultReason> faults,
            TransitionReason reason,
            long releaseAtNanos,
            boolean answered,
            boolean ready,
            Set<IpAddress> handedOver,
            Backup following)
            implements State {
        public Yielding {
            faults = Set.copyOf(faults);
            handedOver = Set.copyOf(handedOver);
        }

        /** What becomes of a router that hands over. */
        public enum Aim {
            /** It stays in the election. */
            FOLLOW,
            /** It is stopped. */
            STOP,
            /** It is out of the election. */
            FAULT
        }

        @Override
        public Optional<IpAddress> activeAddress() {
            return following.activeAddress();
        }

        @Override
        public long deadlineNanos() {
            return answered && aim == Aim.FOLLOW
                    ? Math.min(releaseAtNanos, following.activeDownAtNanos())
                    : releaseAtNanos;
        }

        Yielding with(Backup newFollowing) {
            return new Yielding(aim, faults, reason, releaseAtNanos, answered, ready, handedOver, newFollowing);
        }

        Yielding aimingAt(Aim newAim, Set<FaultReason> newFaults) {
            return new Yielding(newAim, newFaults, reason, releaseAtNanos, answered, ready, handedOver, following);
        }

        Yielding stoppingBy(long atNanos) {
            return new Yielding(
                    Aim.STOP,
                    faults,
                    TransitionReason.Stopped,
                    Math.min(releaseAtNanos, atNanos),
                    answered,
                    false,
                    handedOver,
                    following);
        }

        Yielding startedAgain() {
            return new Yielding(
                    faults.isEmpty() ? Aim.FOLLOW : Aim.FAULT,
                    faults,
                    TransitionReason.Started,
                    releaseAtNanos,
                    answered,
                    false,
                    handedOver,
                    following);
        }

        /** A successor was heard; it has until then to claim and announce the addresses. */
        Yielding answeredUntil(long atNanos, Backup newFollowing) {
            return new Yielding(aim, faults, reason, atNanos, true, false, handedOver, newFollowing);
        }

        /** Nobody is there to hand over to: its group has until then to agree that it goes on. */
        Yielding readyUntil(long atNanos) {
            return new Yielding(aim, faults, reason, atNanos, false, true, handedOver, following);
        }

        Yielding without(IpAddress address) {
            Set<IpAddress> all = new HashSet<>(handedOver);
            all.add(address);
            return new Yielding(aim, faults, reason, releaseAtNanos, answered, ready, all, following);
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
