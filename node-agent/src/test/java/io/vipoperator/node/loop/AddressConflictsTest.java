package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.Frames.PEER_MAC;
import static io.vipoperator.node.loop.Frames.STRANGER;
import static io.vipoperator.node.loop.Frames.advertisement;
import static io.vipoperator.node.loop.Frames.claim;
import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AddressProbe;
import io.vipoperator.node.wire.MacAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A foreign host claims an address: who is told, how often, and what is done about it. */
class AddressConflictsTest {
    private static final String ANNOUNCE = "announce 10.0.1.1 on 2";
    private static final byte[] CLAIM = claim(STRANGER, "10.0.1.1");
    private static final MacAddress OWN = new MacAddress(1);

    /** vip-1 is Active with 10.0.1.1, and 2 ms have passed since. */
    private static LoopUnderTest active() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.turnAfterMillis(2);
        test.calls.clear();
        test.probes.clear();
        return test;
    }

    /** Advertisements are due all the time. */
    private static void passSeconds(LoopUnderTest test, int seconds) {
        for (int i = 0; i < 10 * seconds; i++) {
            test.turnAfterMillis(100);
        }
        test.calls.removeIf(call -> call.startsWith("advertise"));
    }

    @Test
    void anActiveNamesTheHostAndAnnouncesOnce() {
        LoopUnderTest test = active();

        test.see(ETH0, CLAIM);
        test.see(ETH0, CLAIM);

        assertThat(test.takeCalls()).containsExactly(ANNOUNCE);
        RouterReport report = test.report(1);
        assertThat(report.state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(report.addressConflict()).isTrue();
        assertThat(report.message())
                .isEqualTo(
                        "address 10.0.1.1 is claimed by 02:00:00:00:00:99 on eth0, which is no VRRP peer: find that host "
                                + "by its MAC and take the address off it");
        assertThat(report.incident().orElseThrow().reason()).isEqualTo("AddressConflict");
        assertThat(report.incident().orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void itDefendsAgainAfterTenSecondsAndNotBefore() {
        LoopUnderTest test = active();
        test.see(ETH0, CLAIM);
        passSeconds(test, 9);
        test.calls.clear();

        test.see(ETH0, CLAIM);
        assertThat(test.takeCalls()).isEmpty();

        passSeconds(test, 1);
        test.see(ETH0, CLAIM);
        // A millisecond behind the question whether the other one is still there.
        test.turnAfterMillis(1);
        assertThat(test.takeCalls()).containsExactly(ANNOUNCE);
    }

    @Test
    void itAsksEveryTenSecondsAndTheConflictEndsAfterThreeWithoutAnAnswer() {
        LoopUnderTest test = active();
        test.see(ETH0, CLAIM);

        passSeconds(test, 10);
        byte[] probe = AddressProbe.held(OWN, IpAddress.parse("10.0.0.11"), IpAddress.parse("10.0.1.1"));
        assertThat(test.probes).containsExactly(probe);
        test.see(ETH0, CLAIM);

        passSeconds(test, 29);
        assertThat(test.report(1).addressConflict()).isTrue();
        assertThat(test.probes).hasSize(3);
        passSeconds(test, 2);
        assertThat(test.report(1).addressConflict()).isFalse();
        assertThat(test.report(1).message()).isEmpty();

        test.probes.clear();
        passSeconds(test, 30);
        assertThat(test.probes).isEmpty();
    }

    @Test
    void aConflictThatComesBackIsAnIncidentAgain() {
        LoopUnderTest test = active();
        test.see(ETH0, CLAIM);
        passSeconds(test, 31);

        test.see(ETH0, CLAIM);

        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(2);
    }

    @Test
    void eachHostIsNamedOnceAndAtMostOneInASecond() {
        LoopUnderTest test = active();
        for (int i = 0; i < 1_000; i++) {
            test.see(ETH0, claim(new MacAddress(0x0200_0000_1000L + i), "10.0.1.1"));
            test.turnAfterMillis(1);
        }
        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(1);

        test.turnAfterMillis(1);
        test.see(ETH0, CLAIM);
        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(2);
        assertThat(test.report(1).incident().orElseThrow().message()).contains("02:00:00:00:00:99");
        passSeconds(test, 2);
        test.see(ETH0, CLAIM);
        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(2);
    }

    @Test
    void ourOwnFrameIsNoConflict() {
        LoopUnderTest test = active();

        test.see(ETH0, claim(OWN, "10.0.1.1"));

        assertThat(test.calls).isEmpty();
        assertThat(test.report(1).addressConflict()).isFalse();
    }

    /** Two that are Active settle it by advertisements. */
    @Test
    void aPeerIsNoForeignHost() {
        LoopUnderTest test = active();
        test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 100));

        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.report(1).addressConflict()).isFalse();

        test.see(ETH0, claim(STRANGER, "10.0.1.1"));
        assertThat(test.report(1).addressConflict()).isTrue();
    }

    @Test
    void whoSpeaksForAnotherVridOnlyIsAForeignHost() {
        LoopUnderTest test = active();
        test.see(ETH0, advertisement(PEER_MAC, PEER, 52, 100));

        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));

        assertThat(test.report(1).addressConflict()).isTrue();
    }

    @Test
    void theVirtualMacIsNobodysButAPeers() {
        LoopUnderTest test = active();

        test.see(ETH0, claim(MacAddress.virtual(io.vipoperator.node.vrrp.Family.IPV4, 51), "10.0.1.1"));
        assertThat(test.report(1).addressConflict()).isFalse();

        test.see(ETH0, claim(MacAddress.virtual(io.vipoperator.node.vrrp.Family.IPV4, 52), "10.0.1.1"));
        assertThat(test.report(1).addressConflict()).isTrue();
    }

    @Test
    void aBackupKnowsAStrangerOnlyOnceItKnowsTheActive() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.hear(PEER, 51, 201);
        test.see(ETH0, CLAIM);
        assertThat(test.report(1).addressConflict()).isFalse();

        test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 201));
        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.report(1).addressConflict()).isFalse();

        test.see(ETH0, CLAIM);
        assertThat(test.report(1).addressConflict()).isTrue();
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.calls).isEmpty();
    }

    @Test
    void anotherAddressOrAnotherNicConcernsNobody() {
        LoopUnderTest test = active();

        test.see(ETH0, claim(STRANGER, "10.0.1.2"));
        test.see(LoopUnderTest.ETH1, CLAIM);

        assertThat(test.report(1).addressConflict()).isFalse();
    }

    @Test
    void anAddressIsWatchedFromTheMomentItIsAsked() {
        LoopUnderTest test = active();
        test.apply(setup(1, 200, 2));

        test.see(ETH0, claim(STRANGER, "10.0.1.2"));

        assertThat(test.report(1).addressConflict()).isTrue();
    }

    @Test
    void whateverArrivesTheActiveStaysAndNothingGrows() {
        LoopUnderTest test = active();
        Random random = new Random(112);
        byte[][] sound = {CLAIM, advertisement(PEER_MAC, PEER, 51, 100), AddressProbe.unclaimed(STRANGER, PEER)};
        for (int i = 0; i < 30_000; i++) {
            byte[] frame = sound[i % sound.length].clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            test.see(ETH0, frame);
            if (i % 100 == 0) {
                test.turnAfterMillis(1);
            }
        }
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).incident().orElseThrow().count()).isLessThan(10);
        // 0.3 s: what is sent is advertisements and one defence.
        assertThat(test.calls).filteredOn(call -> !call.startsWith("advertise")).containsExactly(ANNOUNCE);
    }
}
