package io.vipoperator.node.vrrp;

import static io.vipoperator.node.vrrp.RouterUnderTest.HIGHER;
import static io.vipoperator.node.vrrp.RouterUnderTest.LOWER;
import static io.vipoperator.node.vrrp.RouterUnderTest.OURS;
import static io.vipoperator.node.vrrp.RouterUnderTest.active;
import static io.vipoperator.node.vrrp.RouterUnderTest.config;
import static io.vipoperator.node.vrrp.RouterUnderTest.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 9568 section 6.4, a test for each of its sentences. Every expected time is a literal, in nanoseconds. */
class Rfc9568Section64Test {
    private static final AnnouncementPlan ONCE = new AnnouncementPlan(1, 0, 0, 0);
    private static final Effect ADVERTISE = new Effect.Advertise(100);
    private static final Effect RESIGN = new Effect.Advertise(0);
    private static final Effect CLAIM = new Effect.ClaimAddresses();
    private static final Effect RELEASE = new Effect.ReleaseAddresses();
    private static final Effect ANNOUNCE = new Effect.Announce();

    private static Effect report(TransitionReason reason) {
        return new Effect.Report(reason);
    }

    /** Section 6.4.1. */
    @Nested
    class Initialize {
        @Test
        void waitsForAStartupEvent() {
            assertThat(VirtualRouter.initial().deadlineNanos()).isEqualTo(9_223_372_036_854_775_807L);
        }

        @Test
        void theOwnerSendsAnAdvertisementAtOnceAndBecomesActive() {
            RouterUnderTest router = new RouterUnderTest(config(255));
            assertThat(router.at(0, new Event.Startup()))
                    .containsExactly(new Effect.Advertise(255), CLAIM, report(TransitionReason.Owner));
            assertThat(router.state()).isInstanceOf(State.Active.class);
        }

        @Test
        void theOwnerSetsTheAdverTimerToAdvertisementInterval() {
            assertThat(started(config(255)).deadlineNanos()).isEqualTo(1_000_000_000L);
        }

        @Test
        void anotherRouterBecomesBackup() {
            RouterUnderTest router = RouterUnderTest.withDefaults();
            assertThat(router.at(0, new Event.Startup())).containsExactly(report(TransitionReason.Started));
            assertThat(router.state()).isInstanceOf(State.Backup.class);
        }

        @Test
        void anotherRouterSetsActiveAdverIntervalToItsOwn() {
            assertThat(started(config(100)).state())
                    .isInstanceOfSatisfying(
                            State.Backup.class,
                            backup -> assertThat(backup.activeIntervalNanos()).isEqualTo(1_000_000_000L));
        }

        @Test
        void anotherRouterSetsTheActiveDownTimerToActiveDownInterval() {
            assertThat(started(config(100)).deadlineNanos()).isEqualTo(3_609_375_000L);
        }

        @Test
        void aPacketIsIgnored() {
            RouterUnderTest router = RouterUnderTest.withDefaults();
            assertThat(router.hears(0, 255, HIGHER)).isEmpty();
            assertThat(router.state()).isEqualTo(VirtualRouter.initial());
        }
    }

    /** Section 6.4.2. */
    @Nested
    class Backup {
        private final RouterUnderTest router = started(config(100));

        @Test
        void shutdownCancelsTheActiveDownTimerAndGoesToInitialize() {
            assertThat(router.at(5, new Event.Shutdown())).containsExactly(report(TransitionReason.Stopped));
            assertThat(router.state()).isEqualTo(VirtualRouter.initial());
        }

        @Test
        void whenTheActiveDownTimerFiresItSendsAnAdvertisementAndBecomesActive() {
            assertThat(router.deadlinePassed(3_609_375_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveDown));
            assertThat(router.state()).isInstanceOf(State.Active.class);
        }

        @Test
        void whenTheActiveDownTimerFiresItSetsTheAdverTimer() {
            router.deadlinePassed(3_609_375_000L);
            assertThat(router.deadlineNanos()).isEqualTo(4_609_375_000L);
        }

        @Test
        void itAnnouncesItsAddressesOnlyWhenTheyAreHeld() {
            router.deadlinePassed(3_609_375_000L);
            assertThat(router.at(3_610_000_000L, new Event.AddressesHeld())).containsExactly(ANNOUNCE);
        }

        @Test
        void beforeTheActiveDownTimerFiresItIsSilent() {
            assertThat(router.deadlinePassed(3_609_374_999L)).isEmpty();
            assertThat(router.state()).isInstanceOf(State.Backup.class);
        }

        @Test
        void priorityZeroSetsTheActiveDownTimerToSkewTime() {
            router.hears(1_000_000_000L, 200, HIGHER);
            assertThat(router.hears(2_000_000_000L, 0, HIGHER)).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(2_609_375_000L);
            assertThat(router.deadlinePassed(2_609_375_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveResigned));
        }

        @Test
        void priorityZeroCountsSkewTimeFromTheLearnedInterval() {
            router.hears(1_000_000_000L, 200, HIGHER, 100_000_000L);
            router.hears(2_000_000_000L, 0, HIGHER, 100_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(2_060_937_500L);
        }

        @Test
        void anAdvertisementOfAHigherPriorityResetsTheActiveDownTimer() {
            assertThat(router.hears(2_000_000_000L, 101, LOWER)).isEmpty();
            assertThat(router.deadlineNanos()).isEqualTo(5_609_375_000L);
            assertThat(router.state().activeAddress()).isEqualTo(Optional.of(LOWER));
        }

        @Test
        void anAdvertisementOfTheSamePriorityResetsTheActiveDownTimerWhateverItsAddress() {
            router.hears(2_000_000_000L, 100, LOWER);
            assertThat(router.deadlineNanos()).isEqualTo(5_609_375_000L);
            router.hears(3_000_000_000L, 100, HIGHER);
            assertThat(router.deadlineNanos()).isEqualTo(6_609_375_000L);
        }

        @Test
        void anAcceptedAdvertisementSetsActiveAdverIntervalAndRecomputesSkewTimeAndActiveDownInterval() {
            router.hears(2_000_000_000L, 200, HIGHER, 3_000_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(12_828_125_000L);
            router.hears(3_000_000_000L, 200, HIGHER, 10_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(3_036_093_750L);
        }

        @Test
        void withPreemptModeALesserAdvertisementIsDiscardedAndTheTimerRunsOn() {
            router.hears(2_000_000_000L, 99, HIGHER, 100_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(3_609_375_000L);
            assertThat(router.deadlinePassed(3_609_375_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.PreemptedLesser));
        }

        @Test
        void withoutPreemptModeALesserAdvertisementResetsTheActiveDownTimer() {
            RouterUnderTest patient = started(config(100, false, 0, 0, ONCE));
            patient.hears(2_000_000_000L, 1, LOWER);
            assertThat(patient.deadlineNanos()).isEqualTo(5_609_375_000L);
            assertThat(patient.state().activeAddress()).isEqualTo(Optional.of(LOWER));
        }

        @Test
        void theOwnerPreemptsWhateverPreemptModeSays() {
            RouterUnderTest owner = active(config(255, false, 5_000_000_000L, 0, ONCE));
            owner.hears(100_000_000L, 255, HIGHER);
            owner.deadlinePassed(200_000_000L);
            owner.hears(200_000_000L, 254, LOWER);
            assertThat(owner.deadlineNanos()).isEqualTo(3_103_906_250L);
        }
    }

    /** Section 6.4.3. */
    @Nested
    class Active {
        private final RouterUnderTest router = active(config(100));

        @Test
        void shutdownSendsAnAdvertisementWithPriorityZeroAndGoesToInitializeWhenTheAddressesAreHandedOver() {
            assertThat(router.at(5, new Event.Shutdown()))
                    .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.Stopped));
            assertThat(router.deadlinePassed(4_000_000_004L)).isEmpty();
            assertThat(router.state()).isInstanceOf(State.Yielding.class);
            assertThat(router.deadlinePassed(4_000_000_005L))
                    .containsExactly(RELEASE, report(TransitionReason.Stopped));
            assertThat(router.state()).isEqualTo(VirtualRouter.initial());
        }

        @Test
        void whenTheAdverTimerFiresItSendsAnAdvertisementAndResetsTheTimer() {
            assertThat(router.deadlinePassed(1_000_000_000L)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(2_000_000_000L);
        }

        @Test
        void theAdverTimerRunsOnFromWhenItWasDueThoughTheTurnCameLate() {
            assertThat(router.deadlinePassed(1_300_000_000L)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(2_000_000_000L);
        }

        @Test
        void anAdverTimerThatIsLateByAnIntervalBeginsAnew() {
            assertThat(router.deadlinePassed(2_000_000_000L)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(3_000_000_000L);
            assertThat(router.deadlinePassed(4_999_999_999L)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(5_999_999_999L);
        }

        @Test
        void beforeTheAdverTimerFiresItIsSilent() {
            assertThat(router.deadlinePassed(999_999_999L)).isEmpty();
        }

        @Test
        void priorityZeroIsAnsweredWithAnAdvertisementAndResetsTheAdverTimer() {
            assertThat(router.hears(400_000_000L, 0, HIGHER)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(1_400_000_000L);
        }

        @Test
        void aHigherPriorityMakesItBackupAfterALastAdvertisementThatTheRfcDoesNotHave() {
            assertThat(router.hears(400_000_000L, 101, LOWER))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
            assertThat(router.state()).isInstanceOf(State.Yielding.class);
            assertThat(router.state().activeAddress()).isEqualTo(Optional.of(LOWER));
            assertThat(router.deadlinePassed(500_000_000L))
                    .containsExactly(RELEASE, report(TransitionReason.BetterActiveHeard));
            assertThat(router.state()).isInstanceOf(State.Backup.class);
            assertThat(router.state().activeAddress()).isEqualTo(Optional.of(LOWER));
        }

        @Test
        void aHigherPriorityTeachesItsIntervalAndSetsTheActiveDownTimer() {
            router.hears(400_000_000L, 101, LOWER, 2_000_000_000L);
            router.deadlinePassed(500_000_000L);
            assertThat(router.deadlineNanos()).isEqualTo(7_618_750_000L);
        }

        @Test
        void theSamePriorityAndAHigherAddressMakesItBackup() {
            assertThat(router.hears(400_000_000L, 100, HIGHER))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
        }

        @Test
        void addressesAreComparedAsUnsignedIntegersInNetworkOrder() {
            assertThat(router.hears(400_000_000L, 100, IpAddress.parse("192.168.1.128")))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
            RouterUnderTest second = active(config(100));
            assertThat(second.hears(400_000_000L, 100, IpAddress.parse("10.255.255.255")))
                    .startsWith(ADVERTISE);
        }

        @Test
        void theSamePriorityAndALowerAddressIsDiscardedAndAnsweredAtOnce() {
            assertThat(router.hears(1_400_000_000L, 100, LOWER))
                    .containsExactly(ADVERTISE, new Effect.Observe(Observation.LosingActiveHeard, LOWER), ANNOUNCE);
            assertThat(router.state()).isInstanceOf(State.Active.class);
        }

        @Test
        void aLowerPriorityIsDiscardedAndAnsweredAtOnce() {
            assertThat(router.hears(1_400_000_000L, 99, HIGHER))
                    .containsExactly(ADVERTISE, new Effect.Observe(Observation.LosingActiveHeard, HIGHER), ANNOUNCE);
        }

        @Test
        void theAnswerLeavesTheAdverTimerAlone() {
            router.hears(400_000_000L, 99, HIGHER);
            assertThat(router.deadlineNanos()).isEqualTo(1_000_000_000L);
        }

        @Test
        void theOwnerYieldsToNobodyWhoIsNotTheOwner() {
            RouterUnderTest owner = active(config(255));
            assertThat(owner.hears(400_000_000L, 254, HIGHER)).startsWith(new Effect.Advertise(255));
            assertThat(owner.state()).isInstanceOf(State.Active.class);
        }

        @Test
        void ofTwoOwnersTheLowerAddressYieldsAndBothAreSaid() {
            RouterUnderTest owner = active(config(255));
            assertThat(owner.hears(400_000_000L, 255, HIGHER))
                    .containsExactly(
                            new Effect.Advertise(255),
                            report(TransitionReason.BetterActiveHeard),
                            new Effect.Observe(Observation.SecondOwner, HIGHER));
            RouterUnderTest other = active(config(255));
            assertThat(other.hears(1_400_000_000L, 255, LOWER))
                    .containsExactly(
                            new Effect.Advertise(255),
                            new Effect.Observe(Observation.LosingActiveHeard, LOWER),
                            ANNOUNCE,
                            new Effect.Observe(Observation.SecondOwner, LOWER));
        }

        @Test
        void anotherPriority255MakesItYieldAlways() {
            RouterUnderTest high = active(config(254));
            assertThat(high.hears(400_000_000L, 255, LOWER))
                    .containsExactly(new Effect.Advertise(254), report(TransitionReason.BetterActiveHeard));
        }

        @Test
        void itsOwnAddressAsSourceIsNeitherComparedNorAnswered() {
            assertThat(router.hears(400_000_000L, 200, OURS)).isEmpty();
            assertThat(router.hears(400_000_000L, 0, OURS)).isEmpty();
            assertThat(router.state()).isInstanceOf(State.Active.class);
        }
    }
}
