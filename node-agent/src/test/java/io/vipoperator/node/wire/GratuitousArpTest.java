package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.captured;
import static io.vipoperator.node.wire.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipoperator.node.vrrp.IpAddress;
import org.junit.jupiter.api.Test;

/** Gratuitous ARP against golden bytes and what keepalived and FRR send. */
class GratuitousArpTest {
    private static final MacAddress MAC = MacAddress.of(hex("525400123456"));
    private static final IpAddress ADDRESS = IpAddress.parse("192.168.1.10");

    @Test
    void goldenRequest() {
        assertThat(GratuitousArp.request(MAC, ADDRESS))
                .isEqualTo(hex("ffffffffffff52540012345608060001080006040001525400123456c0a8010affffffffffffc0a8010a"));
    }

    @Test
    void goldenReplyWhoseTargetIsTheSender() {
        assertThat(GratuitousArp.reply(MAC, ADDRESS))
                .isEqualTo(hex("ffffffffffff52540012345608060001080006040002525400123456c0a8010a525400123456c0a8010a"));
    }

    @Test
    void theRequestIsWhatKeepalivedSends() {
        assertThat(GratuitousArp.request(MAC, ADDRESS)).isEqualTo(captured("keepalived-gratuitous-arp"));
    }

    @Test
    void theRequestIsWhatFrrSendsFromItsVirtualMac() {
        assertThat(GratuitousArp.request(MacAddress.of(hex("00005e000133")), ADDRESS))
                .isEqualTo(captured("frr-gratuitous-arp"));
    }

    @Test
    void thereIsNoArpForIpv6() {
        assertThatThrownBy(() -> GratuitousArp.request(MAC, IpAddress.parse("fe80::1")))
                .hasMessage("ARP is for IPv4 addresses, not fe80::1");
    }

    @Test
    void aMacAddressIsItsOctets() {
        assertThat(MAC).hasToString("52:54:00:12:34:56");
        assertThat(MAC.octets()).isEqualTo(hex("525400123456"));
        assertThatThrownBy(() -> MacAddress.of(hex("0a000001"))).hasMessage("a MAC address has 6 octets, not 4");
        assertThat(MacAddress.BROADCAST).hasToString("ff:ff:ff:ff:ff:ff");
    }
}
