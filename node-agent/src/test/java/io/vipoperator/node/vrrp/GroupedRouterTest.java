package io.vipoperator.node.vrrp;

import static io.vipoperator.node.vrrp.RouterUnderTest.HIGHER;
import static io.vipoperator.node.vrrp.RouterUnderTest.LOWER;
import static io.vipoperator.node.vrrp.RouterUnderTest.config;
import static io.vipoperator.node.vrrp.RouterUnderTest.inGroup;
import static io.vipoperator.node.vrrp.RouterUnderTest.started;
import static io.vipoperator.node.vrrp.RouterUnderTest.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A router of a group waits for the others before it becomes Active, and leaves with them. */
class GroupedRouterTest {
    private static final Effect ADVERTISE = new Effect.Advertise(100);
    private static final Effect RESIGN = new Effect.Advertise(0);
    private static final Effect CLAIM = new Effect.ClaimAddresses();
    private static final Effect RELEASE = new Effect.ReleaseAddresses();
    private static final Event AGREED = new Event.GroupAgrees();

    private final RouterUnderTest router = started(inGroup(config(100), GroupRole.FIRST));

    private static Effect report(TransitionReason reason) {
        return new Effect.Report(reason);
    }

    private boolean isReady() {
        return router.state() instanceof State.Backup backup && backup.ready();
    }

    private void becomeActive() {
        router.deadlinePassed(3_609_375_000L);
        router.at(3_609_375_000L, AGREED);
        router.at(3_609_375_000L, new Event.AddressesHeld());
    }

    @Test
    void whenTheActiveDownTimerFiresItIsReadyAndSilent() {
        assertThat(router.deadlinePassed(3_609_375_000L)).isEmpty();
        assertThat(isReady()).isTrue();
        assertThat(router.deadlineNanos()).isEqualTo(7_218_750_000L);
    }

    @Test
    void itBecomesActiveWhenItsGroupAgrees() {
        assertThat(router.at(1_000_000_000L, AGREED)).isEmpty();
        router.deadlinePassed(3_609_375_000L);
        assertThat(router.at(4_000_000_000L, AGREED))
                .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveDown));
    }

    @Test
    void itIsNotReadyAnyMoreWhenABetterOneIsHeard() {
        router.deadlinePassed(3_609_375_000L);
        router.hears(4_000_000_000L, 200, HIGHER);
        assertThat(isReady()).isFalse();
        assertThat(router.at(4_100_000_000L, AGREED)).isEmpty();
    }

    @Test
    void itStaysReadyWhileALesserOneIsHeardThatItWouldPreempt() {
        router.hears(1_000_000_000L, 50, LOWER);
        router.deadlinePassed(3_609_375_000L);
        router.hears(4_000_000_000L, 50, LOWER);
        assertThat(isReady()).isTrue();
        assertThat(router.at(4_100_000_000L, AGREED))
                .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.PreemptedLesser));
    }

    @Test
    void itIsActiveWhenTheOthersAreTakenOutOfItsGroup() {
        router.deadlinePassed(3_609_375_000L);
        assertThat(router.edited(4_000_000_000L, c -> inGroup(c, GroupRole.ALONE)))
                .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.ActiveDown));
    }

    @Test
    void theOwnerIsReadyAtOnce() {
        RouterUnderTest owner = new RouterUnderTest(inGroup(config(255), GroupRole.FURTHER));
        assertThat(owner.at(0, new Event.Startup())).containsExactly(report(TransitionReason.Started));
        assertThat(owner.at(0, AGREED))
                .containsExactly(new Effect.Advertise(255), CLAIM, report(TransitionReason.Owner));
    }

    @Test
    void whoBecomesTheOwnerIsReadyAtOnce() {
        assertThat(router.edited(1, c -> withPriority(c, 255))).isEmpty();
        assertThat(isReady()).isTrue();
    }

    @Test
    void enteringOrLeavingAGroupMovesNoActive() {
        becomeActive();
        assertThat(router.edited(4_000_000_000L, c -> inGroup(c, GroupRole.ALONE)))
                .isEmpty();
        assertThat(router.edited(4_100_000_000L, c -> inGroup(c, GroupRole.FURTHER)))
                .isEmpty();
        assertThat(router.state()).isInstanceOf(State.Active.class);
    }

    @Test
    void itLeavesWithItsGroupAndFollowsWhoeverAnswers() {
        becomeActive();
        assertThat(router.at(4_000_000_000L, new Event.HandOver(HandOverCause.GroupLeft)))
                .containsExactly(RESIGN, RESIGN, RESIGN, report(TransitionReason.GroupLeft));
        assertThat(router.hears(4_500_000_000L, 50, LOWER)).isEmpty();
        assertThat(router.deadlinePassed(4_600_000_000L)).containsExactly(RELEASE, report(TransitionReason.GroupLeft));
    }

    @Test
    void ifNobodyAnswersItAsksItsGroupBeforeItGoesOn() {
        becomeActive();
        router.at(4_000_000_000L, new Event.HandOver(HandOverCause.Weakened));
        assertThat(router.at(7_900_000_000L, AGREED)).isEmpty();
        assertThat(router.deadlinePassed(8_000_000_000L)).isEmpty();
        assertThat(router.at(8_000_000_000L, AGREED))
                .containsExactly(ADVERTISE, CLAIM, report(TransitionReason.NoSuccessor));
    }

    @Test
    void ifItsGroupDoesNotAgreeItReleasesAndStaysReady() {
        becomeActive();
        router.at(4_000_000_000L, new Event.HandOver(HandOverCause.GroupLeft));
        router.deadlinePassed(8_000_000_000L);
        assertThat(router.deadlinePassed(8_099_999_999L)).isEmpty();
        assertThat(router.deadlinePassed(8_100_000_000L)).containsExactly(RELEASE, report(TransitionReason.GroupLeft));
        assertThat(isReady()).isTrue();
    }

    @Test
    void onTheFirstRouterTheAddressDecidesATie() {
        becomeActive();
        assertThat(router.hears(5_000_000_000L, 100, HIGHER))
                .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
    }

    @Test
    void onAnotherRouterATieIsLeftToTheFirstOne() {
        becomeActive();
        router.edited(4_000_000_000L, c -> inGroup(c, GroupRole.FURTHER));
        assertThat(router.hears(5_000_000_000L, 100, HIGHER)).isEmpty();
        assertThat(router.hears(5_100_000_000L, 100, LOWER)).isEmpty();
        assertThat(router.state()).isInstanceOf(State.Active.class);
        assertThat(router.hears(5_200_000_000L, 101, LOWER))
                .containsExactly(ADVERTISE, report(TransitionReason.BetterActiveHeard));
    }

    @Test
    void whenTheEqualOneLeavesTheNeighboursAreToldOnceWhoHasTheAddresses() {
        becomeActive();
        router.edited(4_000_000_000L, c -> inGroup(c, GroupRole.FURTHER));
        router.hears(5_000_000_000L, 100, LOWER);
        assertThat(router.hears(5_100_000_000L, 0, LOWER)).containsExactly(ADVERTISE, new Effect.Announce());
        assertThat(router.hears(5_100_000_001L, 0, LOWER)).isEmpty();
        assertThat(router.hears(5_900_000_000L, 0, LOWER)).containsExactly(ADVERTISE);
    }
}
