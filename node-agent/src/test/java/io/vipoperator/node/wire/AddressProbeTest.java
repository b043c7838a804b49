package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Probes as bytes: nobody may learn an address from them. */
class AddressProbeTest {
    private static final MacAddress MAC = MacAddress.of(hex("525400123456"));
    private static final IpAddress IPV4 = IpAddress.parse("192.168.1.10");
    private static final IpAddress IPV6 = IpAddress.parse("2001:db8::12:3456");
    private static final IpAddress LINK_LOCAL = IpAddress.parse("fe80::1");

    @Test
    void anArpProbeNamesNoSender() {
        byte[] probe = hex("ffffffffffff52540012345608060001080006040001" + "525400123456" + "00000000" + "000000000000"
                + "c0a8010a");

        assertThat(AddressProbe.unclaimed(MAC, IPV4)).isEqualTo(probe);
        assertThat(AddressProbe.held(MAC, IpAddress.parse("192.168.1.2"), IPV4)).isEqualTo(probe);
    }

    @Test
    void aNeighborSolicitationForANewAddressComesFromNobody() {
        byte[] frame = AddressProbe.unclaimed(MAC, IPV6);

        assertThat(Arrays.copyOf(frame, 54))
                .isEqualTo(hex("3333ff123456" + "525400123456" + "86dd"
                        + "60000000" + "0018" + "3a" + "ff"
                        + "00000000000000000000000000000000" + "ff0200000000000000000001ff123456"));
        assertThat(Arrays.copyOfRange(frame, 58, frame.length))
                .isEqualTo(hex("00000000" + "20010db8000000000000000000123456"));
        assertThat(NeighbourFrames.read(frame, frame.length)).isEqualTo(new NeighbourFrame.Probe(MAC, IPV6));
    }

    @Test
    void whoeverHasAHeldAddressAsWellAnswersUsAlone() {
        byte[] frame = AddressProbe.held(MAC, LINK_LOCAL, IPV6);

        assertThat(Arrays.copyOfRange(frame, 22, 38)).isEqualTo(hex("fe800000000000000000000000000001"));
        assertThat(Arrays.copyOfRange(frame, 78, frame.length)).isEqualTo(hex("0101525400123456"));
        assertThat(NeighbourFrames.read(frame, frame.length)).isEqualTo(new NeighbourFrame.Claim(MAC, LINK_LOCAL));
    }
}
