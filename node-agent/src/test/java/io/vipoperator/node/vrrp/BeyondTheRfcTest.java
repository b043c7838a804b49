package io.vipoperator.node.vrrp;

import static io.vipoperator.node.vrrp.RouterUnderTest.HIGHER;
import static io.vipoperator.node.vrrp.RouterUnderTest.LOWER;
import static io.vipoperator.node.vrrp.RouterUnderTest.SECOND_VIRTUAL;
import static io.vipoperator.node.vrrp.RouterUnderTest.VIRTUAL;
import static io.vipoperator.node.vrrp.RouterUnderTest.active;
import static io.vipoperator.node.vrrp.RouterUnderTest.config;
import static io.vipoperator.node.vrrp.RouterUnderTest.failing;
import static io.vipoperator.node.vrrp.RouterUnderTest.heard;
import static io.vipoperator.node.vrrp.RouterUnderTest.started;
import static io.vipoperator.node.vrrp.RouterUnderTest.withAddresses;
import static io.vipoperator.node.vrrp.RouterUnderTest.withInterval;
import static io.vipoperator.node.vrrp.RouterUnderTest.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the router does beside RFC 9568 section 6.4: Fault, delays, pacing, edits, a late wake-up, observers. */
class BeyondTheRfcTest {
    private static final AnnouncementPlan ONCE = new AnnouncementPlan(1, 0, 0, 0);
    private static final Effect ADVERTISE = new Effect.Advertise(100);
    private static final Effect RESIGN = new Effect.Advertise(0);
    private static final Effect CLAIM = new Effect.ClaimAddresses();
    private static final Effect RELEASE = new Effect.ReleaseAddresses();
    private static final Effect ANNOUNCE = new Effect.Announce();
    private static final long NEVER = 9_223_372_036_854_775_807L;

    private static Effect report(TransitionReason reason) {
        return new Effect.Report(reason);
    }

    private static Effect observe(Observation observation, IpAddress source) {
        return new Effect.Observe(observation, source);
    }

    @Nested
    class Fault {
        @Test
        void anActiveResignsAndReleasesBeforeItGoesToFault() {
            RouterUnderTest router = active(config(100));
            assertThat(router.faults(5, FaultReason.AddressRefused))
                    .containsExactly(RESIGN, RELEASE, report(TransitionReason.FaultRaised));
            assertThat(router.state())
                    .isInstanceOfSatisfying(
                            State.Fault.class,
                            fault -> assertThat(fault.reasons()).containsExactly(FaultReason.AddressRefused));
        }

        @Test
        void aBackupGoesToFaultInSilence() {
            RouterUnderTest router = started(config(100));
            assertThat(router.faults(5, FaultReason.InterfaceDown))
                    .containsExactly(report(TransitionReason.FaultRaised));
            assertThat(router.deadlineNanos()).isEqualTo(NEVER);
        }

        @Test
        void itIsLeftOnlyWhenTheLastReasonIsGone() {
            RouterUnderTest router = started(config(100));
            router.faults(5, FaultReason.AddressRefused, FaultReason.NoPrimaryAddress);
            assertThat(router.faults(6, FaultReason.AddressRefused)).isEmpty();
            assertThat(router.state()).isInstanceOf(State.Fault.class);
            assertThat(router.faults(7)).containsExactly(report(TransitionReason.FaultCleared));
            assertThat(router.deadlineNanos()).isEqualTo(3_609_375_007L);
        }

        @Test
        void faultsThatWereToldBeforeTheStartKeepItOutFromTheStart() {
            RouterUnderTest router = new RouterUnderTest(config(255));
            assertThat(router.faults(0, FaultReason.InterfaceNotFound)).isEmpty();
            assertThat(router.at(0, new Event.Startup())).containsExactly(report(TransitionReason.FaultRaised));
            assertThat(router.faults(7))
                    .containsExactly(new Effect.Advertise(255), CLAIM, report(TransitionReason.Owner));
        }

        @Test
        void packetsAreIgnored() {
            RouterUnderTest router = started(config(100));
            router.faults(5, FaultReason.AddressRefused);
            assertThat(router.hears(6, 0, HIGHER)).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(NEVER);
        }
    }

    @Nested
    class StartupDelay {
        private final RouterConfig delayed = config(100, true, 0, 10_000_000_000L, ONCE);

        @Test
        void nothingIsDoneBeforeItIsOver() {
            RouterUnderTest router = started(delayed);
            assertThat(router.deadlineNanos()).isEqualTo(10_000_000_000L);
            assertThat(router.deadlinePassed(9_999_999_999L)).isEmpty();
            assertThat(router.deadlinePassed(10_000_000_000L)).containsExactly(report(TransitionReason.Started));
            assertThat(router.deadlineNanos()).isEqualTo(13_609_375_000L);
        }

        @Test
        void itAppliesAgainWhenTheCarrierReturns() {
            RouterUnderTest router = started(delayed);
            router.deadlinePassed(10_000_000_000L);
            router.faults(20_000_000_000L, FaultReason.InterfaceDown);
            assertThat(router.faults(21_000_000_000L)).containsExactly(report(TransitionReason.FaultCleared));
            assertThat(router.state()).isInstanceOf(State.Initialize.class);
            assertThat(router.deadlineNanos()).isEqualTo(31_000_000_000L);
        }

        @Test
        void itDoesNotApplyToOtherFaults() {
            RouterUnderTest router = started(delayed);
            router.deadlinePassed(10_000_000_000L);
            router.faults(20_000_000_000L, FaultReason.AddressRefused);
            router.faults(21_000_000_000L);
            assertThat(router.state()).isInstanceOf(State.Backup.class);
        }

        @Test
        void aFaultMeanwhileDoesNotShortenIt() {
            RouterUnderTest router = started(delayed);
            router.faults(1_000_000_000L, FaultReason.AddressRefused);
            router.faults(2_000_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(10_000_000_000L);
        }
    }

    @Nested
    class PreemptDelay {
        private final RouterUnderTest router = started(config(100, true, 30_000_000_000L, 0, ONCE));

        @Test
        void aLivingLesserActiveIsLetBeUntilItIsOver() {
            router.hears(29_999_999_999L, 50, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(33_609_374_999L);
            router.hears(30_000_000_000L, 50, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(33_609_374_999L);
            assertThat(router.deadlinePassed(33_609_374_999L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.PreemptedLesser));
        }

        @Test
        void itDoesNotHoldBackARouterThatHearsNobody() {
            assertThat(router.deadlinePassed(3_609_375_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveDown));
        }

        @Test
        void itNeverProtectsAnActiveInTheFailingBand() {
            router.hears(1_000_000_000L, 16, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(3_609_375_000L);
            router.hears(2_000_000_000L, 17, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(5_609_375_000L);
        }

        @Test
        void itBeginsAnewWhenTheRouterHasCeasedToFail() {
            router.edited(1_000_000_000L, c -> failing(c, 12));
            router.edited(40_000_000_000L, c -> config(100, true, 30_000_000_000L, 0, ONCE));
            router.hears(69_999_999_999L, 50, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(73_609_374_999L);
            router.hears(70_000_000_000L, 50, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(73_609_374_999L);
        }

        @Test
        void whoIsInTheFailingBandItselfPreemptsNobody() {
            RouterUnderTest failing = started(failing(config(100), 12));
            failing.hears(2_000_000_000L, 1, LOWER);
            // 3 s + (256 - 12) s / 256
            assertThat(failing.deadlineNanos()).isEqualTo(5_953_125_000L);
        }

        @Test
        void whoIsInTheFailingBandItselfLeavesTheSuccessionToTheOthersAndToTheOneThatResigns() {
            RouterUnderTest failing = started(failing(config(100), 12));
            failing.hears(2_000_000_000L, 0, HIGHER);
            // 4 s in which the one that resigned may go on, + (256 - 12) s / 256
            assertThat(failing.deadlineNanos()).isEqualTo(6_953_125_000L);
            failing.edited(3_000_000_000L, c -> config(100));
            assertThat(failing.deadlineNanos()).isEqualTo(2_609_375_000L);
        }

        @Test
        void whoBeginsToFailAfterAResignationWaitsAsIfItHadFailedBefore() {
            RouterUnderTest sound = started(config(100));
            sound.hears(2_000_000_000L, 0, HIGHER);
            assertThat(sound.deadlineNanos()).isEqualTo(2_609_375_000L);
            sound.edited(2_100_000_000L, c -> failing(c, 12));
            assertThat(sound.deadlineNanos()).isEqualTo(6_953_125_000L);
        }

        @Test
        void itCountsFromBecomingEligibleAndNotFromLosingTheAddresses() {
            router.deadlinePassed(3_609_375_000L);
            router.hears(40_000_000_000L, 200, HIGHER);
            router.deadlinePassed(40_100_000_000L);
            router.hears(41_000_000_000L, 50, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(43_609_375_000L);
        }
    }

    @Nested
    class Announcements {
        private final AnnouncementPlan plan = new AnnouncementPlan(3, 200_000_000L, 5_000_000_000L, 60_000_000_000L);

        /** Far between advertisements, so that the deadlines seen are the announcements'. */
        private final RouterUnderTest router = active(withInterval(config(100, true, 0, 0, plan), 40_000_000_000L));

        @Test
        void aBurstIsSentAndSentOnceMoreAndThenRefreshed() {
            assertThat(router.deadlineNanos()).isEqualTo(200_000_000L);
            assertThat(router.deadlinePassed(200_000_000L)).containsExactly(ANNOUNCE);
            assertThat(router.deadlinePassed(400_000_000L)).containsExactly(ANNOUNCE);
            assertThat(router.deadlineNanos()).isEqualTo(5_000_000_000L);
            assertThat(router.deadlinePassed(5_000_000_000L)).containsExactly(ANNOUNCE);
            assertThat(router.deadlinePassed(5_200_000_000L)).containsExactly(ANNOUNCE);
            assertThat(router.deadlinePassed(5_400_000_000L)).containsExactly(ANNOUNCE);
            assertThat(router.deadlinePassed(40_000_000_000L)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(60_000_000_000L);
            assertThat(router.deadlinePassed(60_000_000_000L)).containsExactly(ANNOUNCE);
            assertThat(router.deadlinePassed(80_000_000_000L)).containsExactly(ADVERTISE);
            assertThat(router.deadlinePassed(120_000_000_000L)).containsExactly(ADVERTISE, ANNOUNCE);
        }

        @Test
        void addressesThatCameBackAreAnnouncedAnew() {
            assertThat(router.at(10_000_000_000L, new Event.AddressesHeld())).containsExactly(ANNOUNCE);
            assertThat(router.deadlineNanos()).isEqualTo(10_200_000_000L);
        }

        @Test
        void aRequestToAnnounceAgainStartsABurst() {
            assertThat(router.at(10_000_000_000L, new Event.AnnounceAgain())).containsExactly(ANNOUNCE);
            assertThat(router.deadlineNanos()).isEqualTo(10_200_000_000L);
        }

        @Test
        void aRequestToAnnounceAddressesThatAreNotHeldYetIsAnsweredByTheirBurst() {
            RouterUnderTest claiming = started(config(255));
            assertThat(claiming.at(1, new Event.AnnounceAgain())).isEmpty();
            assertThat(claiming.at(2, new Event.AddressesHeld())).containsExactly(ANNOUNCE);
        }

        @Test
        void addressesThatArriveAfterYieldingAreNotAnnounced() {
            RouterUnderTest yielding = started(config(100));
            yielding.deadlinePassed(3_609_375_000L);
            yielding.hears(3_700_000_000L, 200, HIGHER);
            assertThat(yielding.at(3_800_000_000L, new Event.AddressesHeld())).isEmpty();
        }
    }

    @Nested
    class Answers {
        @Test
        void anotherActiveIsAnsweredAtMostOnceInATenthOfTheInterval() {
            RouterUnderTest router = active(config(100));
            assertThat(router.hears(100_000_000L, 50, LOWER)).startsWith(ADVERTISE);
            assertThat(router.hears(199_999_999L, 50, LOWER)).isEmpty();
            assertThat(router.hears(200_000_000L, 50, LOWER)).containsExactly(ADVERTISE);
        }

        @Test
        void anotherActiveIsAnsweredAtMostOnceInTenMilliseconds() {
            RouterUnderTest router = active(withInterval(config(100), 10_000_000L));
            assertThat(router.hears(101_000_000L, 50, LOWER, 10_000_000L)).startsWith(ADVERTISE);
            assertThat(router.hears(110_999_999L, 50, LOWER, 10_000_000L)).isEmpty();
            assertThat(router.hears(111_000_000L, 50, LOWER, 10_000_000L)).containsExactly(ADVERTISE);
        }

        @Test
        void resignationsAreAnsweredAtTheSamePace() {
            RouterUnderTest router = active(config(100));
            assertThat(router.hears(100_000_000L, 0, LOWER)).containsExactly(ADVERTISE);
            assertThat(router.hears(100_000_000L, 0, LOWER)).isEmpty();
        }

        @Test
        void theNeighboursAreRepairedAtMostOnceASecond() {
            RouterUnderTest router = active(config(100));
            assertThat(router.hears(1_100_000_000L, 50, LOWER))
                    .containsExactly(ADVERTISE, observe(Observation.LosingActiveHeard, LOWER), ANNOUNCE);
            assertThat(router.hears(2_099_999_999L, 50, LOWER)).containsExactly(ADVERTISE);
            assertThat(router.hears(2_100_000_000L, 50, LOWER))
                    .containsExactly(observe(Observation.LosingActiveHeard, LOWER), ANNOUNCE);
        }

        @Test
        void theLastWordOfAnActiveThatWasJustPreemptedIsAnsweredAndIsNoSecondActive() {
            RouterUnderTest router = active(config(100));
            assertThat(router.hears(1_000_000L, 50, LOWER)).containsExactly(ADVERTISE);
            assertThat(router.hears(999_999_999L, 50, LOWER)).containsExactly(ADVERTISE);
            assertThat(router.hears(1_000_000_000L, 50, LOWER))
                    .containsExactly(observe(Observation.LosingActiveHeard, LOWER), ANNOUNCE);
        }

        @Test
        void theLastWordMayComeForOneSecondAtMostHoweverLongTheInterval() {
            RouterUnderTest router = active(withInterval(config(100), 40_000_000_000L));
            assertThat(router.hears(999_999_999L, 50, LOWER, 40_000_000_000L)).startsWith(ADVERTISE);
            assertThat(router.hears(1_000_000_000L, 50, LOWER, 40_000_000_000L))
                    .containsExactly(observe(Observation.LosingActiveHeard, LOWER), ANNOUNCE);
        }

        @Test
        void nothingIsAnnouncedBeforeItIsHeld() {
            RouterUnderTest router = started(config(100));
            router.deadlinePassed(3_609_375_000L);
            assertThat(router.hears(4_700_000_000L, 50, LOWER))
                    .containsExactly(ADVERTISE, observe(Observation.LosingActiveHeard, LOWER));
        }
    }

    @Nested
    class Observations {
        private final RouterUnderTest router = started(config(100));

        @Test
        void anotherAddressListIsSaidOncePerPeer() {
            Event other = heard(200, HIGHER, 1_000_000_000L, VIRTUAL, SECOND_VIRTUAL);
            assertThat(router.at(1, other)).containsExactly(observe(Observation.AddressListDiffers, HIGHER));
            assertThat(router.at(2, other)).isEmpty();
            assertThat(router.at(3, heard(200, LOWER, 1_000_000_000L, SECOND_VIRTUAL)))
                    .containsExactly(observe(Observation.AddressListDiffers, LOWER));
        }

        @Test
        void anotherAddressListIsFollowedAllTheSame() {
            router.at(1_000_000_000L, heard(200, HIGHER, 1_000_000_000L, SECOND_VIRTUAL));
            assertThat(router.deadlineNanos()).isEqualTo(4_609_375_000L);
        }

        @Test
        void anotherOrderIsTheSameList() {
            RouterUnderTest two = started(withAddresses(config(100), VIRTUAL, SECOND_VIRTUAL));
            assertThat(two.at(1, heard(200, HIGHER, 1_000_000_000L, SECOND_VIRTUAL, VIRTUAL)))
                    .isEmpty();
        }

        @Test
        void anotherIntervalIsSaidOnce() {
            assertThat(router.hears(1, 200, HIGHER, 2_000_000_000L))
                    .containsExactly(observe(Observation.IntervalDiffers, HIGHER));
            assertThat(router.hears(2, 200, HIGHER, 2_000_000_000L)).isEmpty();
        }

        @Test
        void forgedSourcesDoNotMakeTheStateGrow() {
            for (int i = 0; i < 200; i++) {
                router.hears(i, 200, IpAddress.parse("192.168.2." + i), 2_000_000_000L);
            }
            assertThat(router.state())
                    .isInstanceOfSatisfying(
                            State.Backup.class,
                            backup -> assertThat(backup.participation().observed())
                                    .hasSize(16));
        }
    }

    @Nested
    class Edits {
        @Test
        void aBackupsRunningDeadlineIsShiftedByTheDifferenceOfSkewTime() {
            RouterUnderTest router = started(config(100));
            assertThat(router.edited(2_000_000_000L, c -> withPriority(c, 200))).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(3_218_750_000L);
            router.edited(2_000_000_000L, c -> withPriority(c, 1));
            assertThat(router.deadlineNanos()).isEqualTo(3_996_093_750L);
        }

        @Test
        void aBackupShiftsByTheSkewOfTheLearnedInterval() {
            RouterUnderTest router = started(config(100));
            router.hears(0, 200, HIGHER, 100_000_000L);
            router.edited(1, c -> withPriority(c, 200));
            assertThat(router.deadlineNanos()).isEqualTo(321_875_000L);
        }

        @Test
        void aBackupThatHearsNobodyTakesItsNewInterval() {
            RouterUnderTest router = started(config(100));
            router.edited(1, c -> withInterval(c, 100_000_000L));
            assertThat(router.deadlineNanos()).isEqualTo(360_937_500L);
        }

        @Test
        void aBackupThatBecomesTheOwnerIsActiveAtOnce() {
            RouterUnderTest router = started(config(100));
            assertThat(router.edited(1, c -> withPriority(c, 255)))
                    .containsExactly(new Effect.Advertise(255), CLAIM, report(TransitionReason.Owner));
        }

        @Test
        void anActiveAdvertisesItsNewPriorityAtOnce() {
            RouterUnderTest router = active(config(100));
            assertThat(router.edited(300_000_000L, c -> withPriority(c, 90))).containsExactly(new Effect.Advertise(90));
            assertThat(router.deadlineNanos()).isEqualTo(1_300_000_000L);
        }

        @Test
        void anActiveAdvertisesItsNewIntervalAtOnce() {
            RouterUnderTest router = active(config(100));
            assertThat(router.edited(300_000_000L, c -> withInterval(c, 100_000_000L)))
                    .containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(400_000_000L);
        }

        @Test
        void anActiveClaimsItsNewAddressesAndAnnouncesThemWhenTheyAreHeld() {
            RouterUnderTest router = active(config(100));
            assertThat(router.edited(300_000_000L, c -> withAddresses(c, VIRTUAL, SECOND_VIRTUAL)))
                    .containsExactly(ADVERTISE, CLAIM);
            assertThat(router.at(301_000_000L, new Event.AddressesHeld())).containsExactly(ANNOUNCE);
        }

        @Test
        void anEditOfSomethingThatIsNotAdvertisedSendsNothing() {
            RouterUnderTest router = active(config(100));
            assertThat(router.edited(300_000_000L, c -> config(100, false, 5, 5, ONCE)))
                    .isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(1_000_000_000L);
        }
    }

    @Nested
    class Observer {
        @Test
        void aRouterWithPriorityZeroFollowsButNeverBecomesActive() {
            RouterUnderTest router = started(config(0));
            router.hears(1_000_000_000L, 1, LOWER);
            assertThat(router.state().activeAddress()).isEqualTo(Optional.of(LOWER));
            assertThat(router.deadlinePassed(5_000_000_000L)).isEmpty();
            assertThat(router.state().activeAddress()).isEqualTo(Optional.empty());
            assertThat(router.deadlineNanos()).isEqualTo(NEVER);
        }

        @Test
        void anActiveWhosePriorityBecomesZeroStepsDown() {
            RouterUnderTest router = active(config(100));
            assertThat(router.edited(1, c -> withPriority(c, 0)))
                    .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.Observer));
            assertThat(router.deadlinePassed(4_000_000_001L))
                    .containsExactly(RELEASE, report(TransitionReason.Observer));
            assertThat(router.state()).isInstanceOf(State.Backup.class);
        }

        @Test
        void anObserverThatGetsAPriorityTakesPart() {
            RouterUnderTest router = started(config(0));
            router.deadlinePassed(4_000_000_000L);
            router.edited(5_000_000_000L, c -> withPriority(c, 100));
            assertThat(router.deadlineNanos()).isEqualTo(8_609_375_000L);
        }
    }

    @Nested
    class LateWakeUp {
        private final RouterUnderTest router = active(config(100));

        @Test
        void anActiveThatNeverHeardAPeerGoesOnAtOnce() {
            assertThat(router.deadlinePassed(9_000_000_000L)).containsExactly(ADVERTISE);
        }

        @Test
        void anActiveThatKnowsPeersListensInSilenceForOneInterval() {
            router.hears(1, 50, LOWER);
            router.deadlinePassed(1_000_000_000L);
            assertThat(router.deadlinePassed(4_000_000_001L)).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(5_000_000_001L);
            assertThat(router.deadlinePassed(5_000_000_001L)).containsExactly(ADVERTISE);
        }

        @Test
        void threeIntervalsAreNotLate() {
            router.hears(1, 50, LOWER);
            router.deadlinePassed(1_000_000_000L);
            assertThat(router.deadlinePassed(4_000_000_000L)).containsExactly(ADVERTISE);
        }

        @Test
        void aLosingPeerHeardInTheSameWakeUpIsAnsweredByTheNormalRules() {
            router.hears(1, 50, LOWER);
            assertThat(router.hears(9_000_000_000L, 50, LOWER)).startsWith(ADVERTISE);
            assertThat(router.deadlinePassed(9_000_000_000L)).containsExactly(ADVERTISE);
        }

        @Test
        void aWinningPeerHeardWhileListeningIsYieldedTo() {
            router.hears(1, 50, LOWER);
            router.deadlinePassed(9_000_000_000L);
            assertThat(router.hears(9_100_000_000L, 200, LOWER))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
        }

        @Test
        void aWinningPeerHeardInTheSameWakeUpIsYieldedToWithALastAdvertisement() {
            assertThat(router.hears(9_000_000_000L, 200, LOWER))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
            assertThat(router.deadlinePassed(9_000_000_000L)).isEmpty();
        }

        @Test
        void addressesPutBackAreNotAnnouncedWhileListening() {
            router.hears(1, 50, LOWER);
            assertThat(router.at(9_000_000_000L, new Event.AddressesHeld())).isEmpty();
            assertThat(router.deadlinePassed(9_000_000_000L)).isEmpty();
            assertThat(router.deadlinePassed(10_000_000_000L)).containsExactly(ADVERTISE, ANNOUNCE);
        }

        @Test
        void anEditWhileListeningIsAdvertisedAfterIt() {
            router.hears(1, 50, LOWER);
            router.deadlinePassed(9_000_000_000L);
            assertThat(router.edited(9_100_000_000L, c -> withPriority(c, 120))).isEmpty();
            assertThat(router.deadlinePassed(10_000_000_000L)).containsExactly(new Effect.Advertise(120));
        }

        @Test
        void aResignationIsSentEvenThen() {
            router.hears(1, 50, LOWER);
            assertThat(router.at(9_000_000_000L, new Event.Shutdown()))
                    .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.Stopped));
            assertThat(router.deadlinePassed(13_000_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
            assertThat(router.state()).isEqualTo(new State.Initialize(NEVER, Set.of(), true));
        }
    }
}
