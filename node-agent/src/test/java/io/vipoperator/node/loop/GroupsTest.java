package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.ETH1;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.addresses;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.inGroup;
import static io.vipoperator.node.loop.LoopUnderTest.nic;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Routers of one group are Active on the same node, always: vip-1 and vip-2 on eth0, priority 200, unless said. */
class GroupsTest {
    private static String advertise(int virtualRouterID, int priority) {
        return "advertise " + virtualRouterID + " priority " + priority + " on 2 from 10.0.0.11 to 224.0.0.18";
    }

    private static RouterSetup member(int number) {
        return inGroup(setup(number, 200, 1), "web");
    }

    private static LoopUnderTest active() {
        LoopUnderTest test = LoopUnderTest.running(member(1), member(2));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.held(2, false);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        test.calls.clear();
        return test;
    }

    private static void states(LoopUnderTest test, RouterPhase first, RouterPhase second) {
        assertThat(List.of(test.report(1).state(), test.report(2).state())).containsExactly(first, second);
    }

    @Test
    void allBecomeActiveInOneTurn() {
        LoopUnderTest test = LoopUnderTest.running(member(1), member(2));
        test.turnAfterMillis(330);
        assertThat(test.takeCalls())
                .containsExactly(
                        advertise(51, 200),
                        "hold vip-1 on 2 [10.0.1.1/32]",
                        advertise(52, 200),
                        "hold vip-2 on 2 [10.0.2.1/32]");
    }

    @Test
    void noneIsActiveWhileABetterOneIsHeardForOneAndThatIsSaidAfterADownInterval() {
        LoopUnderTest test = LoopUnderTest.running(member(1), member(2));
        for (int i = 0; i < 9; i++) {
            test.turnAfterMillis(90);
            test.hear(PEER, 51, 250);
        }
        assertThat(test.calls).isEmpty();
        states(test, RouterPhase.BACKUP, RouterPhase.BACKUP);
        IncidentReport incident = test.report(2).incident().orElseThrow();
        assertThat(incident.reason()).isEqualTo("GroupHalfElsewhere");
        assertThat(incident.count()).isEqualTo(1);
        assertThat(incident.message())
                .startsWith("10.0.0.12 is Active for vip-1/IPv4, but nobody is for vip-2/IPv4 of the same group web");

        test.turnAfterMillis(330);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
    }

    @Test
    void whoYieldsTakesTheOthersAlong() {
        LoopUnderTest test = active();
        test.hear(PEER, 51, 250);
        assertThat(test.takeCalls())
                .containsExactly(advertise(51, 200), advertise(52, 0), advertise(52, 0), advertise(52, 0));
        states(test, RouterPhase.YIELDING, RouterPhase.YIELDING);
        assertThat(test.report(2).reason()).isEqualTo(TransitionReason.GroupLeft);

        test.hear(PEER, 52, 250);
        test.turnAfterMillis(100);
        states(test, RouterPhase.BACKUP, RouterPhase.BACKUP);
    }

    @Test
    void whoIsLeftAloneReleasesToo() {
        LoopUnderTest test = active();
        test.hear(PEER, 51, 250);
        for (int i = 0; i < 5; i++) {
            test.turnAfterMillis(100);
            test.hear(PEER, 51, 250);
        }
        states(test, RouterPhase.BACKUP, RouterPhase.BACKUP);
        assertThat(test.calls).contains("release vip-1", "release vip-2");
    }

    @Test
    void aFaultOfOneIsAFaultOfAll() {
        RouterSetup elsewhere =
                inGroup(setup("vip-2", 52, 200, new InterfaceRule.Name("eth1"), addresses(2, 1)), "web");
        LoopUnderTest test = new LoopUnderTest();
        NetworkInterface up = nic(ETH1, "eth1", true, "10.9.0.11", 2);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), up)));
        test.apply(member(1), elsewhere);
        test.tell(new KernelEvent.Listening(ETH0));
        test.tell(new KernelEvent.Listening(ETH1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.held(2, false);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);

        NetworkInterface down = nic(ETH1, "eth1", false, "10.9.0.11", 2);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), down)));
        test.turnAfterMillis(100);
        states(test, RouterPhase.YIELDING, RouterPhase.FAULT);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.GroupMemberInFault);
        assertThat(test.report(1).message()).isEqualTo("router vip-2/IPv4 of group web is in Fault");
        test.turnAfterMillis(400);
        states(test, RouterPhase.FAULT, RouterPhase.FAULT);

        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), up)));
        test.turnAfterMillis(2_000);
        states(test, RouterPhase.BACKUP, RouterPhase.BACKUP);
        test.turnAfterMillis(330);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
    }

    @Test
    void anotherMemberOfALiveGroupMovesNothingAndJoinsWhenNobodySpeaks() {
        LoopUnderTest test = active();
        test.apply(member(1), member(2), member(3));
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(330);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        assertThat(test.report(3).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.takeCalls()).contains(advertise(53, 200)).doesNotContain(advertise(51, 0), advertise(52, 0));
    }

    @Test
    void anotherMemberThatHasAFaultMovesNothingEither() {
        LoopUnderTest test = active();
        test.apply(
                member(1),
                member(2),
                inGroup(setup("vip-3", 53, 200, new InterfaceRule.Name("eth7"), addresses(3, 1)), "web"));
        test.turnAfterMillis(1_000);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        assertThat(test.report(3).faults()).containsExactly(FaultReason.InterfaceNotFound);
    }

    @Test
    void aMemberThatIsTakenOutMovesNothing() {
        LoopUnderTest test = active();
        test.apply(member(1));
        assertThat(test.takeCalls()).containsExactly(advertise(52, 0), advertise(52, 0), advertise(52, 0));
        test.turnAfterMillis(1_000);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.calls).doesNotContain(advertise(51, 0));
    }

    @Test
    void whoIsAloneAfterTheOthersAreTakenOutWaitsForNobody() {
        LoopUnderTest test = LoopUnderTest.running(member(1), member(2));
        test.turnAfterMillis(200);
        test.hear(PEER, 52, 250);
        test.turnAfterMillis(130);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.apply(member(1));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void aWeakenedGroupGoesOnTogetherWithoutAGapIfNobodyAnswers() {
        LoopUnderTest test = active();
        RouterSetup tracking = member(1)
                .with(new Candidacy(
                        200,
                        OptionalInt.empty(),
                        true,
                        0,
                        0,
                        List.of(new TrackedInterface("eth7", new CheckEffect.Lowest()))));
        test.apply(tracking, member(2));
        states(test, RouterPhase.YIELDING, RouterPhase.YIELDING);
        test.calls.clear();

        test.turnAfterMillis(400);
        assertThat(test.takeCalls())
                .containsExactly(
                        advertise(51, 11),
                        "hold vip-1 on 2 [10.0.1.1/32]",
                        advertise(52, 200),
                        "hold vip-2 on 2 [10.0.2.1/32]");
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
    }

    @Test
    void anAddressThatIsRemovedAgainAndAgainIsTriedOnByAllIfNobodyTakesThemOver() {
        LoopUnderTest test = active();
        test.tell(new KernelEvent.Refused(
                LoopUnderTest.key(1),
                test.asked(1),
                addresses(1, 1).get(0),
                FaultReason.AddressRemoved,
                "removed 6 times"));
        states(test, RouterPhase.YIELDING, RouterPhase.YIELDING);
        assertThat(test.report(2).faults()).isEmpty();
        test.calls.clear();

        test.turnAfterMillis(400);
        assertThat(test.takeCalls())
                .containsExactly(
                        advertise(51, 200),
                        "hold vip-1 on 2 [10.0.1.1/32]",
                        advertise(52, 200),
                        "hold vip-2 on 2 [10.0.2.1/32]");
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        assertThat(test.report(1).faults()).isEmpty();
    }

    @Test
    void anAddressThatIsRemovedAgainAndAgainTakesAllOutOnceAnotherNodeHasThem() {
        LoopUnderTest test = active();
        test.tell(new KernelEvent.Refused(
                LoopUnderTest.key(1),
                test.asked(1),
                addresses(1, 1).get(0),
                FaultReason.AddressRemoved,
                "removed 6 times"));
        test.hear(PEER, 51, 100);
        test.hear(PEER, 52, 100);
        test.turnAfterMillis(100);
        states(test, RouterPhase.FAULT, RouterPhase.FAULT);
        assertThat(test.report(2).faults()).containsExactly(FaultReason.GroupMemberInFault);
    }

    @Test
    void whoIsFasterHoldsItsAddressesUntilTheSlowestOfTheGroupCanBeTakenOver() {
        RouterSetup slow = member(2).with(Dialect.multicast(1_000_000_000L, ChecksumForm.PSEUDO_HEADER));
        LoopUnderTest test = LoopUnderTest.running(member(1), slow);
        test.turnAfterMillis(330);
        test.turnAfterMillis(3_000);
        test.held(1, false);
        test.held(2, false);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        test.apply();
        test.calls.clear();
        test.turnAfterMillis(3_999);
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(1);
        assertThat(test.calls).contains("release vip-1", "release vip-2");
    }

    @Test
    void aTieIsDecidedOnTheFirstRouterForAll() {
        LoopUnderTest test = active();
        test.hear(PEER, 52, 200);
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        assertThat(test.calls).isEmpty();
        test.hear(PEER, 51, 200);
        states(test, RouterPhase.YIELDING, RouterPhase.YIELDING);
    }

    @Test
    void aMemberWhoseDeletionIsTakenBackWhileItHandsOverMovesNothing() {
        LoopUnderTest test = active();
        test.apply(member(2));
        states(test, RouterPhase.YIELDING, RouterPhase.ACTIVE);

        test.apply(member(1), member(2));
        test.turnAfterMillis(90);
        states(test, RouterPhase.YIELDING, RouterPhase.ACTIVE);
        for (int i = 0; i < 4; i++) {
            test.turnAfterMillis(90);
        }
        states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        assertThat(test.calls).doesNotContain("release vip-1", "release vip-2", advertise(52, 0));
    }

    @Test
    void anotherVirtualRouterIDOfOneMemberMovesNothing() {
        LoopUnderTest test = active();
        RouterSetup other = inGroup(setup("vip-1", 99, 200, new InterfaceRule.Name("eth0"), addresses(1, 1)), "web");

        test.apply(other, member(2));
        for (int i = 0; i < 5; i++) {
            test.turnAfterMillis(90);
            states(test, RouterPhase.ACTIVE, RouterPhase.ACTIVE);
        }
        assertThat(test.report(1).setup().virtualRouterID()).isEqualTo(99);
        assertThat(test.calls).contains(advertise(99, 200)).doesNotContain("release vip-1", advertise(52, 0));
    }
}
