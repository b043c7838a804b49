package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Unsolicited Neighbor Advertisements against golden bytes. */
class UnsolicitedNeighborAdvertisementTest {
    private static final MacAddress MAC = MacAddress.of(hex("525400123456"));
    private static final IpAddress ADDRESS = IpAddress.parse("2001:db8::10");

    @Test
    void goldenFrameOfANicThatForwards() {
        assertThat(UnsolicitedNeighborAdvertisement.of(MAC, ADDRESS, true))
                .isEqualTo(hex("333300000001" + "525400123456" + "86dd"
                        + "60000000" + "0020" + "3a" + "ff"
                        + "20010db8000000000000000000000010" + "ff020000000000000000000000000001"
                        + "8800f450a000000020010db80000000000000000000000100201525400123456"));
    }

    @Test
    void onANicThatDoesNotForwardTheRouterFlagIsClear() {
        byte[] frame = UnsolicitedNeighborAdvertisement.of(MAC, ADDRESS, false);

        // 0x8000 less in the flags is 0x8000 more in the checksum.
        assertThat(Arrays.copyOfRange(frame, 54, 62)).isEqualTo(hex("8800745120000000"));
    }

    @Test
    void thereAreNoNeighborAdvertisementsForIpv4() {
        assertThatThrownBy(() -> UnsolicitedNeighborAdvertisement.of(MAC, IpAddress.parse("10.0.0.1"), false))
                .hasMessage("Neighbor Advertisements are for IPv6 addresses, not 10.0.0.1");
    }
}
