package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.ETH1;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.addresses;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.key;
import static io.vipoperator.node.loop.LoopUnderTest.nic;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.Rejection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The order of things in the loop: what is asked of the ports, and when. */
class RouterLoopTest {
    private static final String ADVERTISE = "advertise 51 priority 200 on 2 from 10.0.0.11 to 224.0.0.18";
    private static final String RESIGN = "advertise 51 priority 0 on 2 from 10.0.0.11 to 224.0.0.18";
    private static final String HOLD = "hold vip-1 on 2 [10.0.1.1/32]";

    @Test
    void opensSocketsBeforeTheRouterStarts() {
        LoopUnderTest test = new LoopUnderTest();
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0())));
        test.apply(setup(1, 200, 1));
        assertThat(test.takeCalls()).containsExactly("listen [2]");
        assertThat(test.turn()).isEqualTo(Long.MAX_VALUE);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.INITIALIZE);

        test.tell(new KernelEvent.Listening(ETH0));

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        // 3 * 100 ms + (256 - 200) * 100 ms / 256, of which the two probes for the new address take the first 225 ms.
        test.turnAfterMillis(125);
        test.turnAfterMillis(100);
        assertThat(test.turn() - test.nowNanos).isEqualTo(96_875_000L);
    }

    @Test
    void advertisesThenClaimsAndAnnouncesOnlyWhenTheKernelHoldsTheAddresses() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));

        test.turnAfterMillis(330);
        assertThat(test.takeCalls()).containsExactly(ADVERTISE, HOLD);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).addressesHeld()).isFalse();

        test.held(1, false);
        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");
        assertThat(test.report(1).addressesHeld()).isTrue();
    }

    @Test
    void hearsBeforeItActsOnAnExpiredDeadline() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));

        test.nowNanos += 5_000_000_000L;
        test.hear(PEER, 51, 201);

        assertThat(test.calls).isEmpty();
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).activeAddress()).contains(PEER);
    }

    @Test
    void hearsAllThatHadArrivedBeforeItActsOnAnExpiredDeadline() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        for (int i = 0; i < 4_096; i++) {
            test.arrive(PEER, 99, 100);
        }
        test.arrive(PEER, 51, 201);
        test.nowNanos += 330_000_000L;

        assertThat(test.turn()).isEqualTo(test.nowNanos);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.turn();

        assertThat(test.calls).isEmpty();
        assertThat(test.report(1).activeAddress()).contains(PEER);
    }

    @Test
    void aPacketIsHeardWhenItIsReadAndNotWhenTheTurnBegan() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.heldUpNanos = 400_000_000L;

        test.hear(PEER, 51, 201);
        test.turn();

        assertThat(test.calls).isEmpty();
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        // 3 * 100 ms + (256 - 200) * 100 ms / 256
        assertThat(test.turn() - test.nowNanos).isEqualTo(321_875_000L);
    }

    @Test
    void aFloodHoldsADeadlineUpForFourTurnsAndNoLonger() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        for (int i = 0; i < 6 * 4_096; i++) {
            test.arrive(PEER, 99, 100);
        }
        test.nowNanos += 330_000_000L;

        for (int i = 0; i < 4; i++) {
            test.turn();
        }
        assertThat(test.calls).isEmpty();
        test.turn();
        assertThat(test.takeCalls()).containsExactly(ADVERTISE, HOLD);
    }

    @Test
    void whoGivesAnAddressUpComesBeforeWhoGetsIt() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1), setup(2, 200, 2));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.held(2, false);
        test.calls.clear();

        InterfaceRule eth0 = new InterfaceRule.Name("eth0");
        test.apply(
                setup(
                        "vip-1",
                        51,
                        200,
                        eth0,
                        List.of(addresses(1, 1).get(0), addresses(2, 2).get(1))),
                setup("vip-2", 52, 200, eth0, addresses(2, 1)));

        assertThat(test.takeCalls())
                .filteredOn(call -> call.startsWith("hold"))
                .containsExactly("hold vip-2 on 2 [10.0.2.1/32]", "hold vip-1 on 2 [10.0.1.1/32, 10.0.2.2/32]");
    }

    @Test
    void aForeignRouterThatFellSilentIsForgotten() {
        LoopUnderTest test = active();
        test.hear(PEER, 99, 100);
        assertThat(test.reports.get(test.reports.size() - 1).foreignRouters()).hasSize(1);

        test.turnAfterMillis(239_999);
        assertThat(test.reports.get(test.reports.size() - 1).foreignRouters()).hasSize(1);
        test.turnAfterMillis(1);
        assertThat(test.reports.get(test.reports.size() - 1).foreignRouters()).isEmpty();
    }

    @Test
    void anUnchangedRouterIsNotTouchedByANewState() {
        LoopUnderTest test = active();

        test.apply(setup(1, 200, 1), setup(2, 100, 1));
        assertThat(test.takeCalls()).isEmpty();
        test.apply(setup(1, 200, 1));
        assertThat(test.takeCalls()).isEmpty();
        assertThat(test.reports.get(test.reports.size() - 1).routers()).hasSize(1);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void anEditedPriorityIsAdvertisedInPlace() {
        LoopUnderTest test = active();

        test.apply(setup(1, 150, 1));

        assertThat(test.takeCalls()).containsExactly("advertise 51 priority 150 on 2 from 10.0.0.11 to 224.0.0.18");
        assertThat(test.report(1).effectivePriority()).isEqualTo(150);
    }

    @Test
    void anAddedAddressIsHeldWithoutTakingTheOthersOff() {
        LoopUnderTest test = active();

        test.apply(setup(1, 200, 2));

        assertThat(test.takeCalls()).containsExactly(ADVERTISE, "hold vip-1 on 2 [10.0.1.1/32, 10.0.1.2/32]");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).addressesHeld()).isFalse();
        assertThat(test.report(1).heldAddresses()).containsExactly(IpAddress.parse("10.0.1.1"));
        test.held(1, false);
        assertThat(test.report(1).heldAddresses()).containsExactlyInAnyOrderElementsOf(addresses(1, 2));
    }

    @Test
    void anAnswerToAPlanThatWasEditedSinceIsNotBelieved() {
        LoopUnderTest test = active();
        test.apply(setup(1, 200, 2));
        InstallPlan two = test.asked(1);
        test.apply(setup(1, 200, 3));
        test.calls.clear();

        test.tell(new KernelEvent.Held(key(1), two, false));
        test.tell(new KernelEvent.Refused(key(1), two, addresses(1, 2).get(1), FaultReason.AddressRefused, "EPERM"));

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).addressesHeld()).isFalse();
        assertThat(test.takeCalls()).isEmpty();
        test.nowNanos += 1_000_000;
        test.held(1, false);
        assertThat(test.report(1).addressesHeld()).isTrue();
        assertThat(test.takeCalls())
                .containsExactly("announce 10.0.1.1 on 2", "announce 10.0.1.2 on 2", "announce 10.0.1.3 on 2");
    }

    @Test
    void aRemovedRouterHandsOverAndIsReportedUntilItsAddressesAreOff() {
        LoopUnderTest test = active();

        test.apply();
        assertThat(test.takeCalls()).containsExactly(RESIGN, RESIGN, RESIGN);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        assertThat(test.report(1).addressesHeld()).isTrue();
        test.turnAfterMillis(399);
        assertThat(test.calls).isEmpty();

        test.turnAfterMillis(1);
        assertThat(test.takeCalls()).containsExactly("release vip-1", "listen []");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.INITIALIZE);
        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.reports.get(test.reports.size() - 1).routers()).isEmpty();
    }

    @Test
    void whatTheKernelSaysBeforeItHasReleasedIsNotBelieved() {
        LoopUnderTest test = active();
        test.hear(PEER, 51, 250);
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).endsWith("release vip-1");
        test.turnAfterMillis(230);
        assertThat(test.takeCalls()).containsExactly(ADVERTISE, HOLD);

        // It may be about what was held before: only what comes after the release's answer counts.
        test.held(1, false);
        assertThat(test.report(1).addressesHeld()).isFalse();
        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.takeCalls()).containsExactly(HOLD);
        test.held(1, false);
        assertThat(test.report(1).addressesHeld()).isTrue();
    }

    @Test
    void anotherRuleThatFindsTheSameInterfaceMovesNothing() {
        LoopUnderTest test = active();
        RouterSetup byPattern =
                setup("vip-1", 51, 200, new InterfaceRule.NamePattern(Pattern.compile("eth.*")), addresses(1, 1));

        test.apply(byPattern);

        assertThat(test.takeCalls()).isEmpty();
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void electsWithoutTheKernelWhenThereIsNothingToInstall() {
        RouterSetup with = setup(1, 200, 1);
        RouterSetup electOnly = new RouterSetup(
                with.key(),
                with.uid(),
                with.generation(),
                with.group(),
                with.interfaceRule(),
                with.virtualRouterID(),
                with.candidacy(),
                with.dialect(),
                with.advertised(),
                new InstallPlan(List.of(), false, true, with.install().label()),
                with.announcement(),
                with.announcementForm(),
                List.of());
        LoopUnderTest test = LoopUnderTest.running(electOnly);

        test.turnAfterMillis(330);

        assertThat(test.takeCalls()).containsExactly(ADVERTISE);
        assertThat(test.report(1).addressesHeld()).isTrue();
        test.inbox.offer(new Command.Stop());
        test.turn();
        assertThat(test.loop.ended()).isTrue();
    }

    @Test
    void manyAddressesAreAnnouncedInPortionsSoThatAnAdvertisementIsNeverLate() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 120));
        test.turnAfterMillis(330);
        test.calls.clear();

        test.held(1, false);
        assertThat(test.frames).hasSize(50);
        assertThat(test.turn() - test.nowNanos).isEqualTo(1_000_000L);
        assertThat(test.frames).hasSize(50);
        test.turnAfterMillis(1);
        assertThat(test.frames).hasSize(100);
        test.turnAfterMillis(1);
        assertThat(test.frames).hasSize(120);
        assertThat(test.counters.announcementsSent()).isEqualTo(120);
    }

    @Test
    void whatWaitsToBeAnnouncedIsDroppedWhenTheAddressesGo() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 120));
        test.turnAfterMillis(330);
        test.held(1, false);

        test.hear(PEER, 51, 250);
        test.turnAfterMillis(1);

        assertThat(test.frames).hasSize(50);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
    }

    @Test
    void stopEndsWhenTheKernelHasTakenEverythingOff() {
        LoopUnderTest test = active();

        test.inbox.offer(new Command.Stop());
        assertThat(test.turn() - test.nowNanos).isEqualTo(400_000_000L);
        assertThat(test.takeCalls()).containsExactly(RESIGN, RESIGN, RESIGN);
        assertThat(test.loop.ended()).isFalse();
        test.turnAfterMillis(10);
        test.hear(PEER, 51, 100);
        test.turnAfterMillis(99);
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(1);
        assertThat(test.takeCalls()).containsExactly("release vip-1");
        assertThat(test.loop.ended()).isFalse();

        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.loop.ended()).isTrue();
    }

    @Test
    void stopEndsTwoSecondsAfterTheHandOverAlthoughTheKernelIsSilent() {
        LoopUnderTest test = active();
        test.inbox.offer(new Command.Stop());
        test.turn();

        test.turnAfterMillis(2_399);
        assertThat(test.loop.ended()).isFalse();
        test.turnAfterMillis(1);
        assertThat(test.loop.ended()).isTrue();
    }

    @Test
    void aFailedSendIsCountedEachTimeAndSaidOnce() {
        LoopUnderTest test = active();
        test.sendingFails = true;

        test.turnAfterMillis(100);
        test.turnAfterMillis(100);

        assertThat(test.counters.sendFailures()).isEqualTo(2);
        assertThat(test.warnings).containsExactly("vip-1/IPv4: advertisements cannot be sent on eth0: sendto: ENOBUFS");
        assertThat(test.report(1).message()).contains("ENOBUFS");
        test.sendingFails = false;
        test.turnAfterMillis(100);
        assertThat(test.report(1).message()).isEmpty();
    }

    @Test
    void rejectsItsOwnPacketsAndReportsForeignRoutersOncePerMinute() {
        LoopUnderTest test = active();
        int before = test.reports.size();

        test.hear(IpAddress.parse("10.0.0.11"), 51, 250);
        test.hear(PEER, 77, 100);
        test.hear(PEER, 77, 100);

        assertThat(test.counters.rejected(Rejection.OWN_SOURCE)).isEqualTo(1);
        assertThat(test.counters.rejected(Rejection.FOREIGN_VIRTUAL_ROUTER_ID)).isEqualTo(2);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.reports).hasSize(before + 1);
        assertThat(test.reports.get(before).foreignRouters())
                .extracting(ForeignRouterReport::virtualRouterID)
                .containsExactly(77);
    }

    @Test
    void announcesAgainWhenTheMacChanges() {
        LoopUnderTest test = active();

        test.nowNanos += 1_000_000;
        test.tell(new KernelEvent.InterfacesChanged(List.of(nic(ETH0, "eth0", true, "10.0.0.11", 2))));

        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");
    }

    @Test
    void announcesAgainWhatIsHeldWhenItIsAskedTo() {
        LoopUnderTest test = active();
        test.nowNanos += 1_000_000;

        test.inbox.offer(new Command.Announce("vip-2"));
        test.turn();
        assertThat(test.takeCalls()).isEmpty();

        test.inbox.offer(new Command.Announce("vip-1"));
        test.turn();
        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");
    }

    @Test
    void aRouterFollowsItsAddressToAnotherInterfaceAndResignsOnTheOldOne() {
        LoopUnderTest test = LoopUnderTest.running(
                setup("vip-1", 51, 200, new InterfaceRule.Subnet(), List.of(IpAddress.parse("10.0.0.99"))));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.calls.clear();

        test.tell(new KernelEvent.InterfacesChanged(List.of(nic(ETH1, "br0", true, "10.0.0.11", 1))));
        assertThat(test.takeCalls())
                .containsExactly(
                        "advertise 51 priority 0 on 2 from 10.0.0.11 to 224.0.0.18", "release vip-1", "listen [3]");
        test.tell(new KernelEvent.Listening(ETH1));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.InterfaceDown);
        test.turnAfterMillis(2_000);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).interfaceName()).contains("br0");
    }

    /** vip-1 is Active and holds its address. */
    private static LoopUnderTest active() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.calls.clear();
        return test;
    }
}
