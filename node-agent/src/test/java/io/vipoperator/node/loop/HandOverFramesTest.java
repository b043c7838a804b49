package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.Frames.PEER_MAC;
import static io.vipoperator.node.loop.Frames.advertisement;
import static io.vipoperator.node.loop.Frames.claim;
import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.nic;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a router hands over, the successor's announcement ends its lingering, address by address. */
class HandOverFramesTest {
    private static final MacAddress VIRTUAL_MAC = new MacAddress(0x0000_5e00_0133L);

    private static LoopUnderTest yielding() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        // A macvlan stands beside the NIC.
        test.tell(new KernelEvent.InterfacesChanged(
                List.of(eth0(), nic(9, "vrrp", true, "10.0.9.11", VIRTUAL_MAC.bits()))));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.turnAfterMillis(2);
        test.hear(PEER, 51, 201);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        assertThat(test.calls).doesNotContain("release vip-1");
        test.calls.clear();
        return test;
    }

    @Test
    void theSuccessorMayAnnounceTheVirtualMacThatWeHaveToo() {
        LoopUnderTest test = yielding();

        test.see(ETH0, claim(VIRTUAL_MAC, "10.0.1.1"));
        test.turnAfterMillis(10);

        assertThat(test.calls).containsExactly("release vip-1");
    }

    @Test
    void ourOwnAnnouncementThatComesBackEndsNothing() {
        LoopUnderTest test = yielding();

        test.see(ETH0, claim(new MacAddress(1), "10.0.1.1"));
        test.turnAfterMillis(10);

        assertThat(test.calls).isEmpty();
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
    }

    @Test
    void theSuccessorsAnnouncementTakesTheAddressOffWhenWhatIsInFlightIsAnswered() {
        LoopUnderTest test = yielding();

        test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 201));
        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.turnAfterMillis(9) - test.nowNanos).isEqualTo(1_000_000L);
        // The second one of a burst makes it no longer.
        test.see(ETH0, claim(PEER_MAC, "10.0.1.1"));
        assertThat(test.calls).isEmpty();

        test.turnAfterMillis(1);

        assertThat(test.calls).containsExactly("release vip-1");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).addressConflict()).isFalse();
    }
}
