package io.vipoperator.node.vrrp;

import static io.vipoperator.node.vrrp.RouterUnderTest.HIGHER;
import static io.vipoperator.node.vrrp.RouterUnderTest.LOWER;
import static io.vipoperator.node.vrrp.RouterUnderTest.active;
import static io.vipoperator.node.vrrp.RouterUnderTest.config;
import static io.vipoperator.node.vrrp.RouterUnderTest.inVersion2;
import static io.vipoperator.node.vrrp.RouterUnderTest.started;
import static io.vipoperator.node.vrrp.RouterUnderTest.withInterval;
import static io.vipoperator.node.vrrp.RouterUnderTest.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * RFC 3768 section 6.4, version 2, a test for each of its sentences. Every expected time is a literal, in nanoseconds. The
 * interval is 5 s, so that a Skew_Time counted from it instead of from a second would be seen. What the RFC calls Master is
 * Active here.
 */
class Rfc3768Section64Test {
    private static final AnnouncementPlan ONCE = new AnnouncementPlan(1, 0, 0, 0);
    private static final Effect ADVERTISE = new Effect.Advertise(100);
    private static final Effect RESIGN = new Effect.Advertise(0);
    private static final Effect CLAIM = new Effect.ClaimAddresses();
    private static final Effect RELEASE = new Effect.ReleaseAddresses();
    private static final Effect ANNOUNCE = new Effect.Announce();
    private static final long INTERVAL = 5_000_000_000L;

    private static Effect report(TransitionReason reason) {
        return new Effect.Report(reason);
    }

    private static RouterConfig version2(RouterConfig config) {
        return withInterval(inVersion2(config), INTERVAL);
    }

    private static Event heard(int priority, IpAddress source) {
        return new Event.Heard(new Advertisement(2, 51, priority, INTERVAL, List.of(RouterUnderTest.VIRTUAL)), source);
    }

    /** Section 6.4.1. */
    @Nested
    class Initialize {
        @Test
        void waitsForAStartupEvent() {
            assertThat(VirtualRouter.initial().deadlineNanos()).isEqualTo(9_223_372_036_854_775_807L);
        }

        @Test
        void thePriority255SendsAnAdvertisementAndTransitionsToActive() {
            RouterUnderTest router = new RouterUnderTest(version2(config(255)));
            assertThat(router.at(0, new Event.Startup()))
                    .containsExactly(new Effect.Advertise(255), CLAIM, report(TransitionReason.Owner));
            assertThat(router.state()).isInstanceOf(State.Active.class);
        }

        @Test
        void thePriority255SetsTheAdverTimerToAdvertisementInterval() {
            assertThat(started(version2(config(255))).deadlineNanos()).isEqualTo(5_000_000_000L);
        }

        @Test
        void otherwiseItSetsTheMasterDownTimerAndTransitionsToBackup() {
            RouterUnderTest router = new RouterUnderTest(version2(config(100)));
            assertThat(router.at(0, new Event.Startup())).containsExactly(report(TransitionReason.Started));
            // 3 * 5 s + (256 - 100) / 256 s
            assertThat(router.deadlineNanos()).isEqualTo(15_609_375_000L);
        }
    }

    /** Section 6.4.2. */
    @Nested
    class Backup {
        private final RouterUnderTest router = started(version2(config(100)));

        @Test
        void aShutdownEventCancelsTheMasterDownTimerAndTransitionsToInitialize() {
            assertThat(router.at(5, new Event.Shutdown())).containsExactly(report(TransitionReason.Stopped));
            assertThat(router.state()).isEqualTo(VirtualRouter.initial());
        }

        @Test
        void ifTheMasterDownTimerFiresItSendsAnAdvertisementAndTransitionsToActive() {
            assertThat(router.deadlinePassed(15_609_374_999L)).isEmpty();
            assertThat(router.deadlinePassed(15_609_375_000L))
                    .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveDown));
        }

        @Test
        void ifTheMasterDownTimerFiresItBroadcastsAGratuitousArpForEachAddressOnceItIsThere() {
            router.deadlinePassed(15_609_375_000L);
            assertThat(router.at(15_610_000_000L, new Event.AddressesHeld())).containsExactly(ANNOUNCE);
        }

        @Test
        void ifTheMasterDownTimerFiresItSetsTheAdverTimerToAdvertisementInterval() {
            router.deadlinePassed(15_609_375_000L);
            assertThat(router.deadlineNanos()).isEqualTo(20_609_375_000L);
        }

        @Test
        void ifThePriorityIsZeroItSetsTheMasterDownTimerToSkewTime() {
            router.at(1_000_000_000L, heard(200, HIGHER));
            router.at(2_000_000_000L, heard(0, HIGHER));
            assertThat(router.deadlineNanos()).isEqualTo(2_609_375_000L);
        }

        @Test
        void ifPreemptModeIsFalseItResetsTheMasterDownTimer() {
            RouterUnderTest patient = started(version2(config(100, false, 0, 0, ONCE)));
            patient.at(2_000_000_000L, heard(50, LOWER));
            assertThat(patient.deadlineNanos()).isEqualTo(17_609_375_000L);
        }

        @Test
        void ifThePriorityIsGreaterOrEqualItResetsTheMasterDownTimer() {
            router.at(2_000_000_000L, heard(101, LOWER));
            assertThat(router.deadlineNanos()).isEqualTo(17_609_375_000L);
            router.at(3_000_000_000L, heard(100, LOWER));
            assertThat(router.deadlineNanos()).isEqualTo(18_609_375_000L);
        }

        @Test
        void elseItDiscardsTheAdvertisement() {
            router.at(2_000_000_000L, heard(99, HIGHER));
            assertThat(router.deadlineNanos()).isEqualTo(15_609_375_000L);
        }

        @Test
        void noIntervalIsLearned() {
            router.at(
                    2_000_000_000L,
                    new Event.Heard(
                            new Advertisement(2, 51, 200, 1_000_000_000L, List.of(RouterUnderTest.VIRTUAL)), HIGHER));
            assertThat(router.deadlineNanos()).isEqualTo(17_609_375_000L);
        }

        @Test
        void anEditedIntervalIsTheOneToWaitForAtOnce() {
            router.at(0, heard(200, HIGHER));
            router.edited(1_000_000_000L, c -> withInterval(c, 1_000_000_000L));
            assertThat(router.deadlineNanos()).isEqualTo(3_609_375_000L);
        }

        @Test
        void anEditedPriorityShiftsTheTimerBySkewTimeOfASecond() {
            router.edited(1_000_000_000L, c -> withPriority(c, 200));
            assertThat(router.deadlineNanos()).isEqualTo(15_218_750_000L);
        }
    }

    /** Section 6.4.3. */
    @Nested
    class Active {
        private final RouterUnderTest router = active(version2(config(100)));

        @Test
        void aShutdownEventSendsPriorityZeroAndTransitionsToInitializeWhenTheAddressesAreHandedOver() {
            assertThat(router.at(5, new Event.Shutdown()))
                    .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.Stopped));
            router.at(600_000_000L, heard(50, LOWER));
            assertThat(router.deadlinePassed(700_000_000L)).containsExactly(RELEASE, report(TransitionReason.Stopped));
        }

        @Test
        void ifTheAdverTimerFiresItSendsAnAdvertisementAndResetsTheTimer() {
            assertThat(router.deadlinePassed(4_999_999_999L)).isEmpty();
            assertThat(router.deadlinePassed(5_000_000_000L)).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(10_000_000_000L);
        }

        @Test
        void ifThePriorityIsZeroItSendsAnAdvertisementAndResetsTheAdverTimer() {
            assertThat(router.at(1_000_000_000L, heard(0, HIGHER))).containsExactly(ADVERTISE);
            assertThat(router.deadlineNanos()).isEqualTo(6_000_000_000L);
        }

        @Test
        void ifThePriorityIsGreaterItTransitionsToBackupWithTheMasterDownTimerSet() {
            assertThat(router.at(1_000_000_000L, heard(101, LOWER)))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
            router.deadlinePassed(1_100_000_000L);
            assertThat(router.state()).isInstanceOf(State.Backup.class);
            assertThat(router.deadlineNanos()).isEqualTo(16_609_375_000L);
        }

        @Test
        void ifThePriorityIsEqualAndTheAddressIsGreaterItTransitionsToBackup() {
            assertThat(router.at(1_000_000_000L, heard(100, HIGHER)))
                    .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
        }

        @Test
        void elseItDiscardsTheAdvertisementButAnswersItAsVersion3Does() {
            assertThat(router.at(1_500_000_000L, heard(100, LOWER)))
                    .containsExactly(ADVERTISE, new Effect.Observe(Observation.LosingActiveHeard, LOWER), ANNOUNCE);
            assertThat(router.deadlineNanos()).isEqualTo(5_000_000_000L);
        }
    }
}
