package io.vipoperator.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames from a virtual MAC, byte by byte; the IPv4 header's checksum was computed by hand. */
class AdvertisementFrameTest {
    private static final byte[] MESSAGE = HexFormat.of().parseHex("3133c8010064b9aac0000264");

    @Test
    void overIpv4() {
        byte[] frame = AdvertisementFrame.of(
                new MacAddress(0x00005e000133L), IpAddress.parse("192.0.2.1"), IpAddress.parse("224.0.0.18"), MESSAGE);
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("01005e000012" + "00005e000133" + "0800" + "45c00020" + "00004000" + "ff70d899" + "c0000201"
                        + "e0000012" + "3133c8010064b9aac0000264");
    }

    @Test
    void overIpv6() {
        byte[] frame = AdvertisementFrame.of(
                new MacAddress(0x00005e000233L), IpAddress.parse("fe80::1"), IpAddress.parse("ff02::12"), MESSAGE);
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("333300000012" + "00005e000233" + "86dd" + "6c000000" + "000c" + "70" + "ff"
                        + "fe800000000000000000000000000001" + "ff020000000000000000000000000012"
                        + "3133c8010064b9aac0000264");
    }
}
