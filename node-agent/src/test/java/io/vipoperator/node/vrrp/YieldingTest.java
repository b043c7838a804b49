package io.vipoperator.node.vrrp;

import static io.vipoperator.node.vrrp.RouterUnderTest.HIGHER;
import static io.vipoperator.node.vrrp.RouterUnderTest.LOWER;
import static io.vipoperator.node.vrrp.RouterUnderTest.OURS;
import static io.vipoperator.node.vrrp.RouterUnderTest.SECOND_VIRTUAL;
import static io.vipoperator.node.vrrp.RouterUnderTest.VIRTUAL;
import static io.vipoperator.node.vrrp.RouterUnderTest.active;
import static io.vipoperator.node.vrrp.RouterUnderTest.config;
import static io.vipoperator.node.vrrp.RouterUnderTest.failing;
import static io.vipoperator.node.vrrp.RouterUnderTest.inVersion2;
import static io.vipoperator.node.vrrp.RouterUnderTest.withAddresses;
import static io.vipoperator.node.vrrp.RouterUnderTest.withInterval;
import static io.vipoperator.node.vrrp.RouterUnderTest.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Make before break: what a router does between being Active and being without the addresses. */
class YieldingTest {
    private static final AnnouncementPlan ONCE = new AnnouncementPlan(1, 0, 0, 0);
    private static final Effect ADVERTISE = new Effect.Advertise(100);
    private static final Effect RESIGN = new Effect.Advertise(0);
    private static final Effect CLAIM = new Effect.ClaimAddresses();
    private static final Effect RELEASE = new Effect.ReleaseAddresses();
    private static final Event STOP = new Event.Shutdown();
    private static final Event WEAKENED = new Event.HandOver(HandOverCause.Weakened);
    private static final long NEVER = 9_223_372_036_854_775_807L;

    private static Effect report(TransitionReason reason) {
        return new Effect.Report(reason);
    }

    private static Event announced(IpAddress address) {
        return new Event.AnnouncedByOther(address);
    }

    /** It hands over from 10 s on. */
    private static RouterUnderTest yielding(RouterConfig config, Event why) {
        RouterUnderTest router = active(config);
        assertThat(router.at(10_000_000_000L, why)).startsWith(RESIGN, RESIGN, RESIGN);
        assertThat(router.state()).isInstanceOf(State.Yielding.class);
        return router;
    }

    @Nested
    class HandingOver {
        @Test
        void itResignsThreeTimesAtOnceAndKeepsItsAddresses() {
            assertThat(active(config(100)).at(10_000_000_000L, STOP))
                    .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.Stopped));
        }

        @Test
        void itIsSilentFromThenOn() {
            RouterUnderTest router = yielding(config(100), STOP);
            assertThat(router.deadlinePassed(11_000_000_000L)).isEmpty();
            assertThat(router.hears(11_100_000_000L, 50, LOWER)).isEmpty();
            assertThat(router.at(11_150_000_000L, STOP)).isEmpty();
            assertThat(router.deadlinePassed(11_200_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
        }

        @Test
        void itReleasesHundredMillisecondsAfterTheSuccessorsFirstAdvertisementAndLaterOnesDoNotProlongThat() {
            RouterUnderTest router = yielding(config(100), STOP);
            router.hears(10_500_000_000L, 50, LOWER);
            router.hears(10_550_000_000L, 50, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(10_600_000_000L);
            assertThat(router.deadlinePassed(10_599_999_999L)).isEmpty();
            assertThat(router.deadlinePassed(10_600_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
            assertThat(router.state()).isEqualTo(new State.Initialize(NEVER, Set.of(), true));
        }

        @Test
        void itsOwnAdvertisementIsNoSuccessors() {
            RouterUnderTest router = yielding(config(100), STOP);
            assertThat(router.hears(10_500_000_000L, 100, OURS)).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(14_000_000_000L);
        }

        @Test
        void anothersResignationIsNoSuccessors() {
            RouterUnderTest router = yielding(config(100), STOP);
            router.hears(10_500_000_000L, 0, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(14_000_000_000L);
        }

        @Test
        void eachAddressGoesWhenTheNeighboursKnowItElsewhere() {
            RouterUnderTest router = yielding(withAddresses(config(100), VIRTUAL, SECOND_VIRTUAL), STOP);
            router.hears(10_500_000_000L, 50, LOWER);
            assertThat(router.at(10_501_000_000L, announced(SECOND_VIRTUAL)))
                    .containsExactly(new Effect.ReleaseAddress(SECOND_VIRTUAL));
            assertThat(router.at(10_502_000_000L, announced(SECOND_VIRTUAL))).isEmpty();
            assertThat(router.at(10_503_000_000L, announced(OURS))).isEmpty();
            assertThat(router.at(10_504_000_000L, announced(VIRTUAL)))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
        }

        @Test
        void anActiveGivesNothingUpBecauseSomebodyElseAnnouncesIt() {
            assertThat(active(config(100)).at(10_000_000_000L, announced(VIRTUAL)))
                    .isEmpty();
        }

        @Test
        void inVersion2ItWaitsThreeIntervalsAndASecond() {
            RouterConfig slow = withInterval(inVersion2(config(100)), 2_000_000_000L);
            assertThat(yielding(slow, STOP).deadlineNanos()).isEqualTo(17_000_000_000L);
        }

        @Test
        void nobodyWaitsLongerThanEightSecondsForAStop() {
            RouterConfig slow = withInterval(config(100), 40_000_000_000L);
            assertThat(yielding(slow, STOP).deadlineNanos()).isEqualTo(18_000_000_000L);
            assertThat(yielding(slow, WEAKENED).deadlineNanos()).isEqualTo(170_000_000_000L);
        }

        @Test
        void whoElectsOnlyHasNothingToKeep() {
            RouterUnderTest router = active(config(100).withNothingInstalled());
            assertThat(router.at(10_000_000_000L, STOP))
                    .containsExactly(RESIGN, RELEASE, report(TransitionReason.Stopped));
        }
    }

    @Nested
    class Weakened {
        @Test
        void itGoesOnIfNobodyAnswersWithinFourIntervals() {
            RouterUnderTest router = yielding(config(100), WEAKENED);
            assertThat(router.deadlinePassed(13_999_999_999L)).isEmpty();
            assertThat(router.deadlinePassed(14_000_000_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.NoSuccessor));
        }

        @Test
        void itHandsOverInEveryPreemptionMode() {
            RouterUnderTest router = yielding(config(100, false, 0, 0, ONCE), WEAKENED);
            router.hears(10_500_000_000L, 50, LOWER);
            assertThat(router.deadlinePassed(10_600_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.Weakened));
            assertThat(router.state().activeAddress()).isEqualTo(Optional.of(LOWER));
        }

        @Test
        void itGoesOnAtOnceIfALesserOneAnswersThatItWouldPreempt() {
            RouterUnderTest router = yielding(config(100), WEAKENED);
            assertThat(router.hears(10_500_000_000L, 99, HIGHER))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.NoSuccessor));
        }

        @Test
        void inTheFailingBandItFollowsALesserOneSoThatTheAddressMovesOnce() {
            RouterUnderTest router = yielding(failing(config(100), 12), WEAKENED);
            assertThat(router.hears(10_500_000_000L, 11, LOWER)).isEmpty();
            router.deadlinePassed(10_600_000_000L);
            assertThat(router.state()).isInstanceOf(State.Backup.class);
            router.hears(11_500_000_000L, 11, LOWER);
            // 3 s + (256 - 12) s / 256
            assertThat(router.deadlineNanos()).isEqualTo(15_453_125_000L);
        }

        @Test
        void itFollowsTheSuccessorsInterval() {
            RouterUnderTest router = yielding(config(100), WEAKENED);
            router.hears(10_500_000_000L, 200, HIGHER, 2_000_000_000L);
            router.deadlinePassed(10_600_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(17_718_750_000L);
        }

        @Test
        void anEditOfItsPriorityMovesNothing() {
            RouterUnderTest router = yielding(config(100), WEAKENED);
            assertThat(router.edited(10_100_000_000L, c -> withPriority(c, 90))).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(14_000_000_000L);
        }

        @Test
        void whoMeanwhileBecomesTheOwnerIsActiveAtOnce() {
            RouterUnderTest router = yielding(config(100), WEAKENED);
            assertThat(router.edited(10_100_000_000L, c -> withPriority(c, 255)))
                    .containsExactly(new Effect.Advertise(255), CLAIM, report(TransitionReason.Owner));
        }

        @Test
        void anAddressThatIsNotWantedAnyMoreGoesAtOnce() {
            RouterUnderTest router = yielding(withAddresses(config(100), VIRTUAL, SECOND_VIRTUAL), WEAKENED);
            assertThat(router.edited(10_100_000_000L, c -> withAddresses(c, VIRTUAL)))
                    .containsExactly(new Effect.ReleaseAddress(SECOND_VIRTUAL));
        }

        @Test
        void aBackupHasNothingToHandOver() {
            RouterUnderTest router = RouterUnderTest.started(config(100));
            assertThat(router.at(1, WEAKENED)).isEmpty();
        }
    }

    @Nested
    class Preempted {
        private final RouterUnderTest router = active(withInterval(config(100), 10_000_000L));

        @Test
        void itSaysItsLastWordAndKeepsTheAddressesForHundredMilliseconds() {
            assertThat(router.hears(1_000_000L, 200, HIGHER))
                    .startsWith(ADVERTISE, report(TransitionReason.BetterActiveHeard));
            assertThat(router.state())
                    .isInstanceOfSatisfying(
                            State.Yielding.class,
                            yielding -> assertThat(yielding.releaseAtNanos()).isEqualTo(101_000_000L));
        }

        @Test
        void itIsActiveAgainIfTheSuccessorFallsSilentMeanwhile() {
            router.hears(1_000_000L, 200, HIGHER, 10_000_000L);
            // 1 ms + 3 * 10 ms + (256 - 100) * 10 ms / 256
            assertThat(router.deadlineNanos()).isEqualTo(37_093_750L);
            assertThat(router.deadlinePassed(37_093_750L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveDown));
        }

        @Test
        void itIsActiveAgainIfTheSuccessorResignsMeanwhile() {
            router.hears(1_000_000L, 200, HIGHER, 10_000_000L);
            router.hears(2_000_000L, 0, HIGHER, 10_000_000L);
            // 2 ms + (256 - 100) * 10 ms / 256
            assertThat(router.deadlinePassed(8_093_750L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveResigned));
        }

        @Test
        void aStopMeanwhileNeedsNoResignation() {
            router.hears(1_000_000L, 200, HIGHER, 10_000_000L);
            assertThat(router.at(2_000_000L, STOP)).isEmpty();
            assertThat(router.deadlinePassed(37_093_750L)).isEmpty();
            assertThat(router.deadlinePassed(101_000_000L)).containsExactly(RELEASE, report(TransitionReason.Stopped));
        }
    }

    @Nested
    class Stopped {
        @Test
        void whoIsStartedAgainMeanwhileGoesOnIfNobodyAnswers() {
            RouterUnderTest router = yielding(config(100), STOP);
            assertThat(router.at(11_000_000_000L, new Event.Startup())).isEmpty();
            assertThat(router.deadlinePassed(14_000_000_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.NoSuccessor));
        }

        @Test
        void aStopOfAWeakenedOneEndsItAtTheSameBound() {
            RouterUnderTest router = yielding(config(100), WEAKENED);
            assertThat(router.at(11_000_000_000L, STOP)).isEmpty();
            assertThat(router.deadlinePassed(14_000_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
        }

        @Test
        void aFaultThatTakesTheAddressesEndsItAtOnce() {
            RouterUnderTest router = yielding(config(100), STOP);
            assertThat(router.faults(11_000_000_000L, FaultReason.InterfaceDown))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
            assertThat(router.state()).isEqualTo(new State.Initialize(NEVER, Set.of(FaultReason.InterfaceDown), false));
        }
    }

    @Nested
    class InFault {
        private static final FaultReason CHECK = FaultReason.HealthCheckFailed;

        private static RouterUnderTest failed(FaultReason reason) {
            return yielding(config(100), new Event.FaultsChanged(Set.of(reason)));
        }

        @Test
        void aFaultByACheckHandsOverAndThenLeavesTheElection() {
            RouterUnderTest router = failed(CHECK);
            router.hears(10_500_000_000L, 50, LOWER);
            assertThat(router.deadlinePassed(10_600_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.FaultRaised));
            assertThat(router.state())
                    .isInstanceOfSatisfying(
                            State.Fault.class,
                            fault -> assertThat(fault.reasons()).containsExactly(CHECK));
        }

        @Test
        void itReleasesEvenIfNobodyAnswers() {
            assertThat(failed(CHECK).deadlinePassed(14_000_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.FaultRaised));
        }

        @Test
        void itGoesOnIfTheFaultEndsAndNobodyAnswers() {
            RouterUnderTest router = failed(CHECK);
            assertThat(router.faults(11_000_000_000L)).isEmpty();
            assertThat(router.deadlinePassed(14_000_000_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.NoSuccessor));
        }

        @Test
        void whatMakesHoldingImpossibleLeavesAtOnce() {
            for (FaultReason reason : new FaultReason[] {
                FaultReason.InterfaceDown,
                FaultReason.InterfaceNotFound,
                FaultReason.NoPrimaryAddress,
                FaultReason.AddressRefused,
                FaultReason.AddressInUseOnNode,
                FaultReason.SocketUnavailable,
                FaultReason.NoPeers,
                FaultReason.KeyMissing
            }) {
                assertThat(active(config(100)).faults(10_000_000_000L, reason))
                        .as(reason.name())
                        .containsExactly(RESIGN, RELEASE, report(TransitionReason.FaultRaised));
            }
        }

        @Test
        void whoseAddressIsRemovedAgainAndAgainAsksForItUntilSomebodyElseHasIt() {
            RouterUnderTest router = active(config(100));
            assertThat(router.faults(10_000_000_000L, FaultReason.AddressRemoved))
                    .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.FaultRaised), CLAIM);
            router.hears(10_500_000_000L, 50, LOWER);
            router.deadlinePassed(10_600_000_000L);
            assertThat(router.state()).isInstanceOf(State.Fault.class);
        }

        @Test
        void whoseAddressIsRemovedAgainAndAgainKeepsTryingIfNobodyElseTakesIt() {
            assertThat(failed(FaultReason.AddressRemoved).deadlinePassed(14_000_000_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.NoSuccessor));
        }
    }
}
