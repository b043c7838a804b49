package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bytes as a Linux 6.18 of x86-64 sent them. */
class NetlinkMessagesTest {
    private static List<NetlinkMessage> parse(String hex) {
        return NetlinkMessages.parse(
                ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void aDumpOfAddresses() {
        assertThat(parse(
                        "4c0000001400020001000000e2660000020880fe01000000080001007f000001080002007f000001070003006c6f0000"
                                + "080008008000000014000600ffffffffffffffffe44d0400e44d0400"
                                + "500000001400020001000000e266000002188000d307000008000100c000020108000200c00002010900030065746830"
                                + "00000000080008008000000014000600ffffffffffffffffe64d0400e64d0400"))
                .containsExactly(
                        new NetlinkMessage.Address(false, new AddressKey(1, IpAddress.parse("127.0.0.1"), 8), 0),
                        new NetlinkMessage.Address(false, new AddressKey(2003, IpAddress.parse("192.0.2.1"), 24), 0));
    }

    @Test
    void ofRoutesOnlyDefaultRoutesCount() {
        assertThat(parse("3c0000001800220001000000e266000002000000fe0300010000000008000f00fe0000000800060007000000"
                        + "08000500c00002fe08000400d3070000"
                        + "3c0000001800220001000000e266000002180000fe02fd010000000008000f00fe00000008000100c0000200"
                        + "08000700c000020108000400d3070000"))
                .containsExactly(new NetlinkMessage.DefaultRoute(false, Family.IPV4, List.of(2003), 7));
    }

    @Test
    void aNic() {
        assertThat(parse(
                        "5000000010000000010000000000000000000100d3070000431001000000000009000300657468300000000008000d00"
                                + "e8030000050010000600000008000400dc0500000a00010002000000000a0000"))
                .containsExactly(new NetlinkMessage.Link(
                        false, 2003, "eth0", 0x11043, Optional.of(new MacAddress(0x02000000000aL)), 1500));
    }

    @Test
    void anErrorWithTheKernelsSentence() {
        assertThat(parse("400000000200000307000000e2660000edffffff280000001400050607000000000000001b000100"
                        + "697076343a20446576696365206e6f7420666f756e640000"))
                .containsExactly(new NetlinkMessage.Ack(7, 19, "ipv4: Device not found"));
    }

    @Test
    void theEndOfADump() {
        assertThat(parse("140000000300020001000000e266000000000000")).containsExactly(new NetlinkMessage.Done(0));
    }

    @Test
    void aDumpThatAChangeDisturbed() {
        assertThat(parse("140000000300120001000000e266000000000000"))
                .containsExactly(new NetlinkMessage.Interrupted(), new NetlinkMessage.Done(0));
    }

    @Test
    void aPortThatLeavesItsBridgeIsNotANicThatIsGone() {
        assertThat(parse("2c00000011000000010000000000000007000100d30700004310010000000000090003006574683000000000"))
                .isEmpty();
    }

    @Test
    void lengthsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> parse("150000000300020001000000e266000000000000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a netlink message of 21 bytes where 20 are left");
        assertThatThrownBy(() -> parse("200000001400020001000000e2660000020880fe0100000009000100" + "7f000001"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a netlink attribute of 9 bytes where 8 are left");
    }
}
