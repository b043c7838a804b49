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

import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits that make another router of a running one: the new one comes before the old one goes. */
class RunTimeChangesTest {
    private static final String HOLD = "hold vip-1 on 2 [10.0.1.1/32]";

    private static String advertise(int virtualRouterID, int priority) {
        return "advertise " + virtualRouterID + " priority " + priority + " on 2 from 10.0.0.11 to 224.0.0.18";
    }

    private static RouterSetup router(int virtualRouterID, String nic) {
        return setup("vip-1", virtualRouterID, 200, new InterfaceRule.Name(nic), addresses(1, 1));
    }

    private static LoopUnderTest active() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.calls.clear();
        return test;
    }

    /** Only signatures read it: a step of the wall clock is neither early nor late for anything. */
    @Test
    void aStepOfTheWallClockMovesNothing() {
        for (long stepNanos : new long[] {3_600_000_000_000L, -3_600_000_000_000L}) {
            LoopUnderTest test = active();
            long dueNanos = test.turn() - test.nowNanos;

            test.epochNanos += stepNanos;

            assertThat(test.turn() - test.nowNanos).isEqualTo(dueNanos);
            assertThat(test.calls).isEmpty();
            assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        }
    }

    @Test
    void anotherVridIsAnotherRouterThatTakesTheAddressesOverWithoutTakingThemOff() {
        LoopUnderTest test = active();

        test.apply(router(99, "eth0"));
        assertThat(test.calls).isEmpty();
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).setup().virtualRouterID()).isEqualTo(51);
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).containsExactly(advertise(51, 200));

        test.turnAfterMillis(222);
        assertThat(test.takeCalls())
                .containsExactlyInAnyOrder(advertise(99, 200), HOLD, advertise(51, 200), advertise(51, 0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).setup().virtualRouterID()).isEqualTo(99);
        test.held(1, false);
        assertThat(test.report(1).addressesHeld()).isTrue();
        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");
        test.turnAfterMillis(1_000);
        assertThat(test.calls).noneMatch(call -> call.startsWith("release") || call.startsWith("advertise 51"));
    }

    @Test
    void underTheNewVridABetterOneGetsTheAddressesHandedOver() {
        LoopUnderTest test = active();
        test.apply(router(99, "eth0"));

        test.hear(PEER, 99, 250);
        assertThat(test.takeCalls()).containsExactly(advertise(51, 0), advertise(51, 0), advertise(51, 0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        test.hear(PEER, 99, 250);
        test.turnAfterMillis(200);
        test.hear(PEER, 99, 250);
        test.turnAfterMillis(200);
        assertThat(test.takeCalls()).containsExactly("release vip-1");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).activeAddress()).contains(PEER);
    }

    @Test
    void whereALesserOneIsActiveUnderTheNewVridTheAddressesStayUntilItIsPreempted() {
        LoopUnderTest test = active();
        test.apply(router(99, "eth0"));
        test.hear(PEER, 99, 100);
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(322);
        assertThat(test.takeCalls()).contains(advertise(99, 200), HOLD, advertise(51, 0));
    }

    @Test
    void aVridThatIsChangedBackMeanwhileMovesNothing() {
        LoopUnderTest test = active();
        test.apply(router(99, "eth0"));
        test.turnAfterMillis(50);
        test.apply(router(51, "eth0"));
        test.turnAfterMillis(1_000);
        assertThat(test.takeCalls()).containsOnly(advertise(51, 200));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void aRouterThatIsReplacedGoesIfItsSuccessorCannotStart() {
        LoopUnderTest test = active();
        RouterSetup other = router(99, "eth0");
        test.apply(new RouterSetup(
                other.key(),
                other.uid(),
                other.generation(),
                other.group(),
                other.interfaceRule(),
                other.virtualRouterID(),
                other.candidacy(),
                other.dialect(),
                other.advertised(),
                other.install(),
                other.announcement(),
                other.announcementForm(),
                List.of("Telepathy")));
        test.turn();
        assertThat(test.takeCalls()).containsExactly(advertise(51, 0), advertise(51, 0), advertise(51, 0));
        test.turnAfterMillis(400);
        assertThat(test.takeCalls()).containsExactly("release vip-1");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
    }

    @Test
    void onAnotherInterfaceTheNewOneStartsBesideTheOldOne() {
        LoopUnderTest test = active();
        NetworkInterface eth1 = nic(ETH1, "eth1", true, "10.0.0.21", 2);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), eth1)));
        test.calls.clear();

        test.apply(router(51, "eth1"));
        assertThat(test.takeCalls()).containsExactly("listen [2, 3]");
        test.tell(new KernelEvent.Listening(ETH1));
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).containsExactly(advertise(51, 200));
        test.turnAfterMillis(222);
        assertThat(test.takeCalls())
                .containsSubsequence(
                        "advertise 51 priority 200 on 3 from 10.0.0.21 to 224.0.0.18",
                        "hold vip-1 on 3 [10.0.1.1/32]",
                        advertise(51, 0),
                        // Backups that heard the resignation last would take over.
                        "advertise 51 priority 200 on 3 from 10.0.0.21 to 224.0.0.18",
                        "listen [3]");
        assertThat(test.report(1).interfaceName()).contains("eth1");
    }

    @Test
    void aRouterThatIsWantedAgainWhileItHandsOverGoesOn() {
        LoopUnderTest test = active();
        test.apply();
        test.turnAfterMillis(100);
        test.calls.clear();
        test.apply(setup(1, 200, 1));
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(300);
        assertThat(test.takeCalls()).containsExactly(advertise(51, 200), HOLD);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void aRouterOfAnotherNameWithTheAddressOfOneThatLeavesGetsItWhenItIsActive() {
        LoopUnderTest test = active();
        test.apply(setup("vip-2", 52, 200, new InterfaceRule.Name("eth0"), addresses(1, 1)));
        test.calls.clear();
        test.turnAfterMillis(330);
        assertThat(test.takeCalls())
                .containsExactly(advertise(52, 200), "release vip-1", "hold vip-2 on 2 [10.0.1.1/32]");
    }

    @Test
    void aStopWhileOneIsReplacedEndsBoth() {
        LoopUnderTest test = active();
        test.apply(router(99, "eth0"));
        test.inbox.offer(new Command.Stop());
        test.turn();
        assertThat(test.takeCalls()).containsExactly(advertise(51, 0), advertise(51, 0), advertise(51, 0));
        test.turnAfterMillis(400);
        assertThat(test.takeCalls()).containsExactly("release vip-1");
        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.loop.ended()).isTrue();
        assertThat(ETH0).isEqualTo(2);
    }
}
