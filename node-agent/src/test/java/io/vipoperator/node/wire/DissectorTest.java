package io.vipoperator.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DissectorTest {
    private static final MacAddress SENDER = new MacAddress(0x0242_0a00_0002L);
    private static final String ETHERNET_IPV4 = "01005e000012 02420a000002 0800";
    /** TTL 255, protocol 112, from 10.0.0.2 to 224.0.0.18; the length counts 12 octets of VRRP. */
    private static final String IPV4 = "45c0 0020 0000 0000 ff70 0000 0a000002 e0000012";

    @Test
    void anAdvertisementOfVersion3IsReadWhole() {
        assertThat(dissect(ETHERNET_IPV4 + IPV4 + "3133 c801 000a 1190 0a0000a0"))
                .contains(vrrp(3, 51, 200, 100, 0, List.of()));
    }

    @Test
    void theChecksumThatRfc9568AsksForIsNamedBecauseMostPeersUseTheOther() {
        assertThat(dissect(ETHERNET_IPV4 + IPV4 + "3133 c801 000a 0000 0a0000a0"))
                .contains(vrrp(3, 51, 200, 100, 0, List.of("checksum wrong")));
        assertThat(dissect(ETHERNET_IPV4 + IPV4 + "3133 c801 000a fc20 0a0000a0"))
                .contains(vrrp(3, 51, 200, 100, 0, List.of("checksum without pseudo-header")));
    }

    @Test
    void version2HasWholeSecondsAndAnAuthenticationType() {
        String message = "2133 c801 0101 0b2a 0a0000a0";
        assertThat(dissect(ETHERNET_IPV4 + IPV4 + message)).contains(vrrp(2, 51, 200, 1000, 1, List.of()));
    }

    @Test
    void whatAReceiverWouldRejectIsShownWithItsFlaws() {
        String routed = "45c0 0020 0000 0000 fe70 0000 0a000002 e0000012";
        assertThat(dissect(ETHERNET_IPV4 + routed + "3233 c802 000a 0000 0a0000a0"))
                .get()
                .isInstanceOfSatisfying(
                        Dissection.Vrrp.class,
                        vrrp -> assertThat(vrrp.flaws())
                                .containsExactly(
                                        "type 2", "cut off after 1 of 2 addresses", "TTL 254", "checksum wrong"));
    }

    @Test
    void gratuitousArpIsTold() {
        byte[] frame = GratuitousArp.request(SENDER, IpAddress.parse("10.0.0.160"));

        assertThat(Dissector.dissect(frame, frame.length))
                .contains(new Dissection.Arp(
                        SENDER,
                        MacAddress.BROADCAST,
                        true,
                        SENDER,
                        IpAddress.parse("10.0.0.160"),
                        IpAddress.parse("10.0.0.160")));
    }

    @Test
    void anUnsolicitedNeighborAdvertisementHasItsFlagsAndItsMac() {
        String ethernet = "333300000001 02420a000002 86dd";
        String ipv6 = "6000 0000 0020 3aff fe800000000000000000000000000002 ff020000000000000000000000000001";
        String advertisement = "88000000 20000000 20010db8000000000000000000000160 0201 02420a000002";

        assertThat(dissect(ethernet + ipv6 + advertisement))
                .contains(new Dissection.NeighborAdvertisement(
                        SENDER,
                        MacAddress.of(HexFormat.of().parseHex("333300000001")),
                        IpAddress.parse("fe80::2"),
                        IpAddress.parse("2001:db8::160"),
                        Optional.of(SENDER),
                        false,
                        false,
                        true));
    }

    @Test
    void aSolicitationIsTold() {
        String ethernet = "3333ff000160 02420a000002 86dd";
        String ipv6 = "6000 0000 0018 3aff 00000000000000000000000000000000 ff0200000000000000000001ff000160";
        String solicitation = "87000000 00000000 20010db8000000000000000000000160";

        assertThat(dissect(ethernet + ipv6 + solicitation))
                .contains(new Dissection.NeighborSolicitation(
                        SENDER,
                        MacAddress.of(HexFormat.of().parseHex("3333ff000160")),
                        IpAddress.parse("::"),
                        IpAddress.parse("2001:db8::160")));
    }

    @Test
    void everyPrefixOfAFrameIsReadOrNotButNeverFails() {
        for (String text : List.of(
                ETHERNET_IPV4 + IPV4 + "3133 c801 000a 1190 0a0000a0",
                "333300000001 02420a000002 86dd 6000 0000 0020 3aff fe800000000000000000000000000002"
                        + "ff020000000000000000000000000001 88000000 20000000 20010db8000000000000000000000160 0200")) {
            byte[] frame = bytes(text);
            for (int length = 0; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                assertThat(Dissector.dissect(cut, length)).isNotNull();
            }
        }
    }

    @Test
    void otherFramesAreNone() {
        assertThat(dissect("ffffffffffff 02420a000002 88cc 0207")).isEmpty();
        assertThat(dissect(ETHERNET_IPV4 + "4500 0020 0000 0000 ff11 0000 0a000002 e0000012 3133 c801"))
                .isEmpty();
    }

    private static Dissection.Vrrp vrrp(
            int version, int vrid, int priority, int milliseconds, int authentication, List<String> flaws) {
        return new Dissection.Vrrp(
                SENDER,
                MacAddress.of(HexFormat.of().parseHex("01005e000012")),
                IpAddress.parse("10.0.0.2"),
                IpAddress.parse("224.0.0.18"),
                255,
                version,
                vrid,
                priority,
                milliseconds,
                authentication,
                List.of(IpAddress.parse("10.0.0.160")),
                flaws);
    }

    private static Optional<Dissection> dissect(String hex) {
        byte[] frame = bytes(hex);
        return Dissector.dissect(frame, frame.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
