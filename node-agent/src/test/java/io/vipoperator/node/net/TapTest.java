package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a NIC's frames the loop is given, and that a flood of them costs advertisements nothing. */
class TapTest {
    private static final String TO_ALL = "ffffffffffff";
    private static final String FROM = "020000000001";
    private static final String ARP = "0001080006040001020000000001c0000209ffffffffffffc0000209";
    private static final String PADDING = "00".repeat(18);
    private static final String IPV6 =
            "60000000" + "0018" + "%s" + "ff" + "fe800000000000000000000000000001" + "ff020000000000000000000000000001";

    private Cable cable;

    @BeforeEach
    void aCable() {
        cable = new Cable().listening();
        // Whatever the kernels had to say to each other.
        cable.two.sockets.receive(new Ears());
    }

    @AfterEach
    void nothingIsLeft() {
        cable.close();
    }

    private void send(String hex) throws Exception {
        cable.one.sockets.sendFrame(cable.leftNic, HexFormat.of().parseHex(hex));
    }

    private static String ipv4(int protocol) {
        return "4500001e00000000ff%02x0000c0000201e0000012".formatted(protocol) + "3133c8010064b9aac000" + PADDING;
    }

    @Test
    void arpNeighborDiscoveryAndVrrpComeAndNothingElse() throws Exception {
        String arp = TO_ALL + FROM + "0806" + ARP + PADDING;
        String vrrp = "01005e000012" + FROM + "0800" + ipv4(112);
        String vrrp6 = "333300000012" + FROM + "86dd" + IPV6.formatted("70") + "3133c80100643feb";
        String advertisement = "333300000001" + FROM + "86dd" + IPV6.formatted("3a") + "88000000" + "00".repeat(20);
        String solicitation = "333300000001" + FROM + "86dd" + IPV6.formatted("3a") + "87000000" + "00".repeat(20);
        String echo = "333300000001" + FROM + "86dd" + IPV6.formatted("3a") + "80000000" + "00".repeat(20);
        String udp = "01005e000012" + FROM + "0800" + ipv4(17);
        String toOther = "0200000000ff" + FROM + "0806" + ARP + PADDING;
        String inVlan5 = TO_ALL + FROM + "8100" + "0005" + "0806" + ARP + PADDING;
        String inVlan0 = TO_ALL + FROM + "8100" + "0000" + "0806" + ARP + PADDING;
        String last = TO_ALL + FROM + "0806" + ARP + "ee".repeat(18);
        for (String frame :
                new String[] {arp, echo, udp, vrrp, toOther, vrrp6, inVlan5, advertisement, inVlan0, solicitation, last
                }) {
            send(frame);
        }
        var ears = new Ears();
        while (!ears.frames.contains(cable.rightNic + " " + last)) {
            ears.frames.removeIf(heard -> !heard.contains(FROM));
            cable.two.waiter.await(System.nanoTime() + 5_000_000_000L);
            assertThat(cable.two.sockets.receive(ears)).isLessThan(10);
        }
        assertThat(ears.frames.stream()
                        .filter(frame -> frame.contains(FROM))
                        .map(frame -> frame.substring(frame.indexOf(" ") + 1)))
                // VLAN 0 is no VLAN; its tag is off.
                .containsExactly(arp, vrrp, vrrp6, advertisement, arp, solicitation, last);
    }

    @Test
    void whatTheNodeSendsItselfDoesNotCome() throws Exception {
        send(TO_ALL + FROM + "0806" + ARP + PADDING);
        cable.one.sockets.sendAdvertisement(
                cable.leftNic, IpAddress.parse("fe80::1"), IpAddress.parse("ff02::12"), new byte[8]);
        var other = new Ears();
        other.takeUntil(cable.two, other.ipv6);
        var own = new Ears();
        cable.one.sockets.receive(own);
        assertThat(own.frames).isEmpty();
    }

    @Test
    void aFirewallThatDropsAdvertisementsDoesNotHideThemHere() throws Exception {
        cable.right.exec("nft", "add table inet t");
        cable.right.exec("nft", "add chain inet t in { type filter hook input priority 0 ; }");
        cable.right.exec("nft", "add rule inet t in meta l4proto 112 drop");
        cable.one.sockets.sendAdvertisement(
                cable.leftNic, IpAddress.parse("192.0.2.1"), IpAddress.parse("224.0.0.18"), new byte[8]);
        var ears = new Ears();
        ears.takeUntil(cable.two, ears.frames);
        assertThat(ears.frames).singleElement().asString().contains("0800").endsWith("e0000012" + "00".repeat(8));
        cable.two.sockets.receive(ears);
        assertThat(ears.ipv4).isEmpty();
    }

    @Test
    void aFloodOfArpDoesNotDelayAdvertisements() throws Exception {
        byte[] arp = HexFormat.of().parseHex(TO_ALL + FROM + "0806" + ARP + PADDING);
        for (int i = 0; i < 20_000; i++) {
            cable.one.sockets.sendFrame(cable.leftNic, arp);
        }
        cable.one.sockets.sendAdvertisement(
                cable.leftNic, IpAddress.parse("192.0.2.1"), IpAddress.parse("224.0.0.18"), new byte[8]);
        // More than the queue of the tap holds is waiting; the advertisement comes with the first call that follows it.
        var ears = new Ears();
        assertThat(cable.two.sockets.receive(ears)).isEqualTo(1);
        assertThat(ears.ipv4).hasSize(1);
        assertThat(ears.frames).hasSize(64);

        var counting = new Counting();
        int calls = 0;
        int before = -1;
        while (counting.frames != before) {
            before = counting.frames;
            assertThat(cable.two.sockets.receive(counting)).isZero();
            calls++;
        }
        // What waits is bounded: the kernel throws away the rest.
        assertThat(counting.frames).isBetween(64, 19_000);
        assertThat(counting.frames).isLessThanOrEqualTo(64 * calls);
    }

    private static final class Counting implements Wire.Receiver {
        private int frames;

        @Override
        public void ipv4(int interfaceIndex, byte[] buffer, int length) {}

        @Override
        public void ipv6(
                int interfaceIndex, IpAddress source, IpAddress destination, int hopLimit, byte[] buffer, int length) {}

        @Override
        public void frame(int interfaceIndex, byte[] buffer, int length) {
            frames++;
        }
    }
}
