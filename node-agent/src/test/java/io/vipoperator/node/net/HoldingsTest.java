package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static final int NIC = 2;
    private static final RouterKey A = Rig.router("a");
    private static final RouterKey B = Rig.router("b");
    private static final AddressKey NINE = new AddressKey(NIC, IpAddress.parse("192.0.2.9"), 32);
    private static final AddressKey TEN = new AddressKey(NIC, IpAddress.parse("192.0.2.10"), 32);
    private static final long SECOND = 1_000_000_000L;

    private final NodeNetwork node = new NodeNetwork();
    private final Holdings holdings = new Holdings((plan, nic) -> Optional.empty());
    private final Map<RouterKey, InstallPlan> plans = new HashMap<>();
    private long now = 100 * SECOND;

    private void there(AddressKey key, boolean ours) {
        node.apply(new NetlinkMessage.Address(false, key, ours ? Mark.OURS : 0));
    }

    private void gone(AddressKey key) {
        node.apply(new NetlinkMessage.Address(true, key, 0));
    }

    private List<Action> decide() {
        return holdings.decide(node, now, true);
    }

    private static Stream<KernelEvent> told(List<Action> actions) {
        return actions.stream().filter(Action.Tell.class::isInstance).map(action -> ((Action.Tell) action).event());
    }

    private static Stream<AddressKey> putOn(List<Action> actions) {
        return actions.stream()
                .filter(Action.PutOn.class::isInstance)
                .map(action -> ((Action.PutOn) action).request().key());
    }

    private static Stream<AddressKey> takenOff(List<Action> actions) {
        return actions.stream()
                .filter(Action.TakeOff.class::isInstance)
                .map(action -> ((Action.TakeOff) action).request().key());
    }

    private void carryOut(List<Action> actions, int error) {
        for (var action : actions) {
            switch (action) {
                case Action.PutOn putOn -> {
                    holdings.answered(putOn, new NetlinkMessage.Ack(1, error, ""), now);
                    if (error == 0) {
                        there(putOn.request().key(), true);
                    }
                }
                case Action.TakeOff takeOff -> gone(takeOff.request().key());
                case Action.Tell ignored -> {}
                case Action.AwaitRoute await -> holdings.delivered(await);
            }
        }
    }

    private void hold(Holdings by, RouterKey router, InstallPlan plan) {
        plans.put(router, plan);
        by.hold(router, NIC, plan);
    }

    /** It answers the last plan. */
    private KernelEvent heldEvent(RouterKey router, boolean again) {
        return new KernelEvent.Held(router, plans.get(router), again);
    }

    private void held(RouterKey router, String... addresses) {
        hold(holdings, router, Rig.plan(addresses));
        carryOut(decide(), 0);
        assertThat(told(decide())).containsExactly(heldEvent(router, false));
    }

    @Test
    void whatIsMissingIsPutOnAndToldWhenAllIsThere() {
        hold(holdings, A, Rig.plan("192.0.2.9/24", "192.0.2.10/24"));
        var first = decide();
        assertThat(putOn(first)).containsExactly(NINE, TEN);
        assertThat(told(first)).isEmpty();
        carryOut(first, 0);
        assertThat(decide()).containsExactly(new Action.Tell(heldEvent(A, false)));
        assertThat(decide()).isEmpty();
    }

    @Test
    void anIpv6AddressIsToldWhenPacketsForItAreDelivered() {
        var nine = new AddressKey(NIC, IpAddress.parse("2001:db8::9"), 128);
        hold(holdings, A, Rig.plan("2001:db8::9/64", "192.0.2.9/24"));
        carryOut(decide(), 0);

        assertThat(decide()).containsExactly(new Action.AwaitRoute(A, nine));
        carryOut(decide(), 0);
        assertThat(decide()).containsExactly(new Action.Tell(heldEvent(A, false)));
        assertThat(decide()).isEmpty();

        // Put back after a loss it is awaited again.
        gone(nine);
        carryOut(decide(), 0);
        assertThat(decide()).containsExactly(new Action.AwaitRoute(A, nine));
        carryOut(decide(), 0);
        assertThat(decide()).containsExactly(new Action.Tell(heldEvent(A, true)));
    }

    @Test
    void aRouterThatOnlyElectsIsHeldAtOnce() {
        hold(holdings, A, Rig.plan());
        assertThat(told(decide())).containsExactly(heldEvent(A, false));
    }

    @Test
    void nothingIsPutOnWhileTheLoopSleeps() {
        hold(holdings, A, Rig.plan("192.0.2.9/24"));
        assertThat(holdings.decide(node, now, false)).isEmpty();
        assertThat(holdings.waitsForLoop()).isTrue();
        assertThat(putOn(decide())).containsExactly(NINE);
    }

    @Test
    void aLeftOverOfOursIsAdoptedAndRenewedAtOnce() {
        there(NINE, true);
        hold(holdings, A, Rig.plan("192.0.2.9/24"));
        assertThat(decide()).containsExactly(new Action.Tell(heldEvent(A, false)));
        assertThat(holdings.renewalDueNanos()).isLessThanOrEqualTo(now);
        assertThat(holdings.renewals(node, now, true)).hasSize(1);
    }

    @Test
    void anAddressThatExistsIsAdoptedIfItIsOursAndElseRefused() {
        hold(holdings, A, Rig.plan("192.0.2.9/24"));
        hold(holdings, B, Rig.plan("192.0.2.10/24"));
        carryOut(decide(), Errno.EEXIST.number());
        there(NINE, true);
        there(TEN, false);
        var actions = decide();
        assertThat(told(actions))
                .containsExactly(
                        heldEvent(A, false),
                        new KernelEvent.Refused(
                                B,
                                plans.get(B),
                                TEN.address(),
                                FaultReason.AddressInUseOnNode,
                                "192.0.2.10/32 is on NIC 2 of this node and isn't ours"));
        assertThat(takenOff(actions)).isEmpty();
    }

    @Test
    void whatExistsAndIsNowhereToBeSeenIsRefused() {
        hold(holdings, A, Rig.plan("192.0.2.9/24"));
        carryOut(decide(), Errno.EEXIST.number());
        assertThat(told(decide()))
                .containsExactly(new KernelEvent.Refused(
                        A,
                        plans.get(A),
                        NINE.address(),
                        FaultReason.AddressRefused,
                        "192.0.2.9/32: the kernel says EEXIST"));
        assertThat(decide()).isEmpty();
    }

    @Test
    void whenOneAddressIsRefusedTheOthersAreTakenOffBeforeItIsTold() {
        hold(holdings, A, Rig.plan("192.0.2.9/24", "192.0.2.10/24"));
        var actions = decide();
        carryOut(actions.subList(0, 1), 0);
        carryOut(actions.subList(1, 2), 1);
        assertThat(decide())
                .containsExactly(
                        new Action.TakeOff(new AddressRequest.Remove(NINE)),
                        new Action.Tell(new KernelEvent.Refused(
                                A,
                                plans.get(A),
                                TEN.address(),
                                FaultReason.AddressRefused,
                                "192.0.2.10/32: the kernel says EPERM")));
    }

    @Test
    void anAddressOfSomebodyElseOnAnyNicIsRefusedAndNotTouched() {
        there(new AddressKey(7, NINE.address(), 24), false);
        hold(holdings, A, Rig.plan("192.0.2.9/24"));
        var actions = decide();
        assertThat(actions).hasSize(1);
        assertThat(told(actions))
                .containsExactly(new KernelEvent.Refused(
                        A,
                        plans.get(A),
                        NINE.address(),
                        FaultReason.AddressInUseOnNode,
                        "192.0.2.9/24 is on NIC 7 of this node and isn't ours"));
    }

    @Test
    void theSameLinkLocalAddressMayBeOnTwoNicsAndAGlobalOneMayNot() {
        var linkLocal = Rig.plan("fe80::5e:33/64");
        var global = Rig.plan("2001:db8::9/64");
        there(new AddressKey(7, IpAddress.parse("fe80::5e:33"), 64), false);
        plans.put(A, linkLocal);
        plans.put(B, linkLocal);
        holdings.hold(A, NIC, linkLocal);
        holdings.hold(B, NIC + 1, linkLocal);
        var actions = decide();
        assertThat(told(actions)).isEmpty();
        assertThat(putOn(actions))
                .containsExactly(
                        new AddressKey(NIC, IpAddress.parse("fe80::5e:33"), 128),
                        new AddressKey(NIC + 1, IpAddress.parse("fe80::5e:33"), 128));

        holdings.hold(A, NIC, global);
        holdings.hold(B, NIC + 1, global);
        assertThat(told(decide()).map(event -> ((KernelEvent.Refused) event).message()))
                .containsExactly("2001:db8::9 is held on this node for a/IPv4 already");
    }

    @Test
    void renewalIsOnceASecondAndOnlyForWhatIsThereWithOurMark() {
        held(A, "192.0.2.9/24", "192.0.2.10/24");
        assertThat(holdings.renewals(node, now, true)).hasSize(2);
        assertThat(holdings.renewalDueNanos()).isEqualTo(101 * SECOND);
        now += SECOND - 1;
        assertThat(holdings.renewals(node, now, true)).isEmpty();
        now += 1;
        assertThat(holdings.renewals(node, now, false)).isEmpty();
        there(TEN, false);
        assertThat(holdings.renewals(node, now, true).stream().map(AddressRequest.Renew::key))
                .containsExactly(NINE);
        gone(NINE);
        now += SECOND;
        assertThat(holdings.renewals(node, now, true)).isEmpty();
    }

    @Test
    void withoutADeadMansSwitchNothingIsRenewed() {
        hold(holdings, A, new InstallPlan(Rig.parse("192.0.2.9/24"), false, false, Optional.empty()));
        carryOut(decide(), 0);
        now += SECOND;
        assertThat(holdings.renewals(node, now, true)).isEmpty();
        assertThat(holdings.renewalDueNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLostAddressIsPutBackAtOnceFiveTimesInTenSeconds() {
        held(A, "192.0.2.9/24");
        for (int i = 0; i < 5; i++) {
            now += SECOND;
            holdings.renewals(node, now, true);
            gone(NINE);
            var actions = decide();
            assertThat(told(actions)).containsExactly(new KernelEvent.Lost(A, NINE.address(), false));
            assertThat(putOn(actions)).containsExactly(NINE);
            carryOut(actions, 0);
            assertThat(told(decide())).containsExactly(heldEvent(A, true));
        }
        now += 4 * SECOND;
        holdings.renewals(node, now, true);
        gone(NINE);
        var last = decide();
        assertThat(putOn(last)).isEmpty();
        assertThat(told(last).map(KernelEvent::getClass).map(Class::getSimpleName))
                .containsExactly("Lost", "Refused");
    }

    @Test
    void theSixthPutBackIsFineTenSecondsAfterTheFirst() {
        held(A, "192.0.2.9/24");
        for (int i = 0; i < 8; i++) {
            now += 2 * SECOND;
            gone(NINE);
            var actions = decide();
            assertThat(putOn(actions)).containsExactly(NINE);
            carryOut(actions, 0);
            decide();
        }
    }

    @Test
    void whatGoesAfterItsLifetimeHasExpiredAndDoesNotCount() {
        held(A, "192.0.2.9/24");
        for (int i = 0; i < 7; i++) {
            now += 3 * SECOND;
            gone(NINE);
            assertThat(told(holdings.decide(node, now, false)))
                    .containsExactly(new KernelEvent.Lost(A, NINE.address(), true));
            assertThat(holdings.decide(node, now, false)).isEmpty();
            carryOut(decide(), 0);
            assertThat(told(decide())).containsExactly(heldEvent(A, true));
        }
    }

    @Test
    void releasedIsToldAfterTheAddressesAreOff() {
        held(A, "192.0.2.9/24");
        holdings.release(A);
        assertThat(decide())
                .containsExactly(
                        new Action.TakeOff(new AddressRequest.Remove(NINE)),
                        new Action.Tell(new KernelEvent.Released(A)));
    }

    @Test
    void anObstacleRefusesAndTakesOffWhatTheRouterHad() {
        var strict = new Holdings(
                (plan, nic) -> plan.prefixRoute() ? Optional.of("no prefix routes here") : Optional.empty());
        there(NINE, true);
        hold(strict, A, Rig.plan("192.0.2.9/24"));
        assertThat(told(strict.decide(node, now, true))).containsExactly(heldEvent(A, false));
        hold(strict, A, new InstallPlan(Rig.parse("192.0.2.9/24"), true, true, Optional.empty()));
        assertThat(strict.decide(node, now, true))
                .containsExactly(
                        new Action.TakeOff(new AddressRequest.Remove(NINE)),
                        new Action.Tell(new KernelEvent.Refused(
                                A, plans.get(A), NINE.address(), FaultReason.AddressRefused, "no prefix routes here")));
    }
}
