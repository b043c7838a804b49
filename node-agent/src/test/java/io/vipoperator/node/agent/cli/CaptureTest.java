package io.vipoperator.node.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.Dissection;
import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private static final MacAddress FROM = new MacAddress(0x0242_0a00_0002L);
    private static final IpAddress VIRTUAL = IpAddress.parse("10.0.0.160");
    private static final IpAddress OTHER = IpAddress.parse("10.0.0.9");

    @Test
    void anAdvertisementIsOneLine() {
        assertThat(CaptureText.of(vrrp(51, 200, 0), Optional.of("ingress")))
                .isEqualTo("VRRPv3 10.0.0.2 > 224.0.0.18  VRID 51 (ingress)  priority 200  every 100 ms  10.0.0.160"
                        + "  from 02:42:0a:00:00:02");
        assertThat(CaptureText.of(vrrp(51, 0, 1, "TTL 254", "checksum wrong"), Optional.empty()))
                .isEqualTo("VRRPv3 10.0.0.2 > 224.0.0.18  VRID 51  priority 0 (resigns)  every 100 ms  10.0.0.160"
                        + "  password  from 02:42:0a:00:00:02  !! TTL 254, checksum wrong");
    }

    @Test
    void arpSaysWhoAsksAndWhoTells() {
        assertThat(CaptureText.of(arp(true, VIRTUAL, VIRTUAL), Optional.empty()))
                .isEqualTo("ARP request: 10.0.0.160 is at 02:42:0a:00:00:02 (gratuitous)");
        assertThat(CaptureText.of(arp(true, OTHER, VIRTUAL), Optional.empty()))
                .isEqualTo("ARP request: who has 10.0.0.160, asks 10.0.0.9 at 02:42:0a:00:00:02");
        assertThat(CaptureText.of(arp(false, VIRTUAL, OTHER), Optional.empty()))
                .isEqualTo("ARP reply: 10.0.0.160 is at 02:42:0a:00:00:02 > ff:ff:ff:ff:ff:ff");
    }

    @Test
    void neighborDiscoverySaysItsFlags() {
        IpAddress target = IpAddress.parse("2001:db8::160");

        assertThat(CaptureText.of(
                        new Dissection.NeighborAdvertisement(
                                FROM, FROM, OTHER, target, Optional.of(FROM), false, false, true),
                        Optional.empty()))
                .isEqualTo("ND advertisement: 2001:db8::160 is at 02:42:0a:00:00:02, unsolicited, override");
        assertThat(CaptureText.of(
                        new Dissection.NeighborSolicitation(FROM, FROM, IpAddress.parse("::"), target),
                        Optional.empty()))
                .isEqualTo("ND solicitation: who has 2001:db8::160 (duplicate address detection)"
                        + " at 02:42:0a:00:00:02");
    }

    @Test
    void withoutANameAllAdvertisementsAreWantedAndTheirAddressesLearned() {
        CaptureFilter filter = new CaptureFilter(List.of(), true);

        assertThat(filter.wants(arp(true, OTHER, VIRTUAL))).isFalse();
        assertThat(filter.wants(vrrp(51, 200, 0))).isTrue();
        assertThat(filter.wants(arp(true, OTHER, VIRTUAL))).isTrue();
        assertThat(filter.wants(arp(true, OTHER, OTHER))).isFalse();
    }

    @Test
    void withANameOnlyWhatIsItsOwnIsWanted() {
        CaptureFilter filter = new CaptureFilter(List.of(Statuses.ACTIVE), false);

        assertThat(filter.wants(arp(false, VIRTUAL, OTHER))).isTrue();
        assertThat(filter.wants(vrrp(52, 200, 0))).isFalse();
        assertThat(filter.wants(vrrp(51, 200, 0))).isTrue();
        assertThat(filter.name((Dissection.Vrrp) vrrp(51, 200, 0))).contains("ingress");
        assertThat(filter.name((Dissection.Vrrp) vrrp(52, 200, 0))).isEmpty();
    }

    private static Dissection vrrp(int virtualRouterID, int priority, int authentication, String... flaws) {
        return new Dissection.Vrrp(
                FROM,
                FROM,
                IpAddress.parse("10.0.0.2"),
                IpAddress.parse("224.0.0.18"),
                255,
                3,
                virtualRouterID,
                priority,
                100,
                authentication,
                List.of(VIRTUAL),
                List.of(flaws));
    }

    private static Dissection arp(boolean request, IpAddress sender, IpAddress target) {
        return new Dissection.Arp(FROM, MacAddress.BROADCAST, request, FROM, sender, target);
    }
}
