package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.Frames.PEER_MAC;
import static io.vipoperator.node.loop.Frames.STRANGER;
import static io.vipoperator.node.loop.Frames.advertisement;
import static io.vipoperator.node.loop.Frames.claim;
import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AddressProbe;
import io.vipoperator.node.wire.MacAddress;
import org.junit.jupiter.api.Test;

/** Before the first claim ever of an address the segment is asked whether somebody has it. */
class NewAddressesTest {
    private static final byte[] PROBE = AddressProbe.unclaimed(new MacAddress(1), IpAddress.parse("10.0.1.1"));

    @Test
    void asksTwiceWhileItWaitsAndThenClaimsInTime() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        assertThat(test.turn() - test.nowNanos).isEqualTo(125_000_000L);
        assertThat(test.probes).isEmpty();
        test.turnAfterMillis(125);
        assertThat(test.probes).containsExactly(PROBE);

        assertThat(test.turn() - test.nowNanos).isEqualTo(100_000_000L);
        test.turnAfterMillis(100);
        assertThat(test.probes).containsExactly(PROBE, PROBE);

        test.turnAfterMillis(105);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.probes).hasSize(2);
    }

    /** Of a router that was started a moment ago, while somebody is Active who hasn't spoken since. */
    @Test
    void whoeverHasTheAddressIsNotAccusedBeforeItsAdvertisementIsDue() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));

        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.turnAfterMillis(99);
        test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 100));

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).addressConflict()).isFalse();
        test.turnAfterMillis(50);
        assertThat(test.probes).isEmpty();
    }

    @Test
    void whoeverAnswersKeepsTheRouterOut() {
        LoopUnderTest test = asking();

        test.see(ETH0, claim(STRANGER, "10.0.1.1"));
        test.turnAfterMillis(1_000);

        RouterReport report = test.report(1);
        assertThat(test.calls).isEmpty();
        assertThat(report.state()).isEqualTo(RouterPhase.FAULT);
        assertThat(report.faults()).containsExactly(FaultReason.AddressInUseOnNetwork);
        assertThat(report.addressConflict()).isTrue();
        assertThat(report.message())
                .isEqualTo("10.0.1.1 is in use on the network and not claimed: address 10.0.1.1 is claimed by "
                        + "02:00:00:00:00:99 on eth0, which is no VRRP peer: find that host by its MAC and take the address "
                        + "off it");
        assertThat(report.incident().orElseThrow().reason()).isEqualTo("AddressConflict");
    }

    /** A router that has asked once. */
    private static LoopUnderTest asking() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(125);
        return test;
    }

    /** The leftover of a dead agent answers for 3.1 s at most. */
    @Test
    void asksAgainAfterFourSecondsAndTakesWhatIsFreeThen() {
        LoopUnderTest test = asking();
        test.see(ETH0, claim(STRANGER, "10.0.1.1"));
        test.probes.clear();

        assertThat(test.turnAfterMillis(3_999)).isEqualTo(test.nowNanos + 1_000_000L);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
        test.turnAfterMillis(1);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.turnAfterMillis(125);
        assertThat(test.probes).containsExactly(PROBE);

        test.turnAfterMillis(205);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void whoeverAnswersAgainKeepsItOutTwiceAsLongAndTheConflictShowsWithoutAPause() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        long delayMillis = 4_000;
        for (int i = 0; i < 8; i++) {
            test.turnAfterMillis(125);
            test.see(ETH0, claim(STRANGER, "10.0.1.1"));
            test.turnAfterMillis(delayMillis - 1);
            assertThat(test.report(1).state()).as("retry %d", i).isEqualTo(RouterPhase.FAULT);
            test.turnAfterMillis(1);
            assertThat(test.report(1).state()).as("retry %d", i).isEqualTo(RouterPhase.BACKUP);
            assertThat(test.report(1).addressConflict()).isTrue();
            delayMillis = Math.min(2 * delayMillis, 60_000);
        }
        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void afterAnActiveWasHeardAnAnswerKeepsNobodyFromTakingOver() {
        LoopUnderTest test = asking();
        test.hear(PEER, 51, 201);
        assertThat(test.probes).hasSize(1);

        test.see(ETH0, claim(STRANGER, "10.0.1.1"));
        test.turnAfterMillis(330);

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.probes).hasSize(1);
    }

    @Test
    void anActiveThatAFirewallKeepsFromTheSocketCounts() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 201));
        test.turnAfterMillis(125);

        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        test.see(ETH0, claim(STRANGER, "10.0.1.1"));

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void onceItHasBeenActiveTheAddressIsNotNewAnyMore() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.hear(PEER, 51, 201);
        test.probes.clear();

        test.see(ETH0, claim(STRANGER, "10.0.1.1"));
        test.turnAfterMillis(10);

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.probes).isEmpty();
    }

    /** With another VRID the router begins anew, and the other nodes may still hold the address under the old one. */
    @Test
    void aSpeakerOfAFormerVridMayAnswer() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 201));
        RouterSetup setup = setup(1, 200, 1);
        test.apply(LoopUnderTest.setup("vip-1", 77, 200, setup.interfaceRule(), setup.advertised()));
        test.turnAfterMillis(125);

        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.see(ETH0, claim(STRANGER, "10.0.1.1"));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
    }

    /** Its first advertisement was lost, or its interval is longer than ours. */
    @Test
    void anActiveThatIsHeardTooLateEndsTheRefusal() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(125);
        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);

        test.hear(PEER, 51, 201);
        test.turn();

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).faults()).isEmpty();
        assertThat(test.report(1).addressConflict()).isFalse();
    }

    @Test
    void otherNodesThatAskTooAreNoAnswer() {
        LoopUnderTest test = asking();

        test.see(ETH0, AddressProbe.unclaimed(PEER_MAC, IpAddress.parse("10.0.1.1")));

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).addressConflict()).isFalse();
    }

    @Test
    void anObserverAsksNobody() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 0, 1));
        test.turnAfterMillis(125);
        assertThat(test.probes).isEmpty();
    }
}
