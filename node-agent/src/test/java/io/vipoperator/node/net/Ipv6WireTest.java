package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VRRP over IPv6, and unicast over both families: what one node sends, and what the other hears. */
class Ipv6WireTest {
    private static final IpAddress GROUP = IpAddress.parse("ff02::12");
    private static final IpAddress LINK_LOCAL = IpAddress.parse("fe80::1");
    private static final String HEX = "3133c80100643feb";
    private static final byte[] MESSAGE = HexFormat.of().parseHex(HEX);

    private Cable cable;

    @BeforeEach
    void aCable() {
        cable = new Cable().listening();
    }

    @AfterEach
    void nothingIsLeft() {
        cable.close();
    }

    @Test
    void onTheWireItHasHopLimit255Cs6TheForcedSourceAndTheMessageAsItIs() throws Exception {
        cable.one.holdIpv6("a", cable.leftNic, "fe80::5e:33/64", "2001:db8::9/64");
        try (var tap = cable.right.call(() -> new FrameTap(cable.rightNic))) {
            cable.one.sockets.sendAdvertisement(cable.leftNic, LINK_LOCAL, GROUP, MESSAGE);
            byte[] frame = tap.next(0x86dd, 112);

            assertThat(HexFormat.of().formatHex(frame, 0, 6)).isEqualTo("333300000012");
            // Version and traffic class.
            assertThat(HexFormat.of().formatHex(frame, 14, 16)).startsWith("6c0");
            // Length, next header, hop limit, source, destination, message.
            assertThat(HexFormat.of().formatHex(frame, 18, 62))
                    .isEqualTo("0008" + "70" + "ff" + "fe800000000000000000000000000001"
                            + "ff020000000000000000000000000012" + HEX);
        }
    }

    @Test
    void theOtherHearsItWithWhatStoodInTheHeaderAndTheSenderDoesNotHearItself() throws Exception {
        var ears = new Ears();
        cable.one.sockets.sendAdvertisement(cable.leftNic, LINK_LOCAL, GROUP, MESSAGE);
        ears.takeUntil(cable.two, ears.ipv6);
        assertThat(ears.ipv6).containsExactly(cable.rightNic + " fe80::1 ff02::12 255 " + HEX);

        var own = new Ears();
        cable.one.sockets.receive(own);
        assertThat(own.ipv6).isEmpty();
    }

    @Test
    void unicastToAnAddressOfTheNodeIsHeardOverBothFamilies() throws Exception {
        var ears = new Ears();
        cable.one.sockets.sendAdvertisement(cable.leftNic, LINK_LOCAL, IpAddress.parse("fe80::2"), MESSAGE);
        ears.takeUntil(cable.two, ears.ipv6);
        assertThat(ears.ipv6).containsExactly(cable.rightNic + " fe80::1 fe80::2 255 " + HEX);

        ears.ipv6.clear();
        cable.one.sockets.sendAdvertisement(
                cable.leftNic, IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::2"), MESSAGE);
        ears.takeUntil(cable.two, ears.ipv6);
        assertThat(ears.ipv6).containsExactly(cable.rightNic + " 2001:db8::1 2001:db8::2 255 " + HEX);

        cable.one.sockets.sendAdvertisement(
                cable.leftNic, IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"), MESSAGE);
        ears.takeUntil(cable.two, ears.ipv4);
        assertThat(ears.ipv4).singleElement().asString().endsWith("c0000201c0000202" + HEX);
    }

    @Test
    void unicastReachesAPeerBehindARouterWithFewerHopsLeft() throws Exception {
        // left - right - far: right routes.
        try (var far = new TestNamespace()) {
            cable.right.exec("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
            cable.right.ip("link add eth1 type veth peer name eth0 netns " + far.name());
            cable.right.ip("link set eth1 up");
            far.ip("link set eth0 up");
            cable.right.ip("addr add 198.51.100.1/24 dev eth1");
            cable.right.ip("addr add 2001:db8:1::1/64 dev eth1 nodad");
            far.ip("addr add 198.51.100.2/24 dev eth0");
            far.ip("addr add 2001:db8:1::2/64 dev eth0 nodad");
            far.ip("route add default via 198.51.100.1");
            far.ip("route add default via 2001:db8:1::1");
            cable.left.ip("route add 198.51.100.0/24 via 192.0.2.2");
            cable.left.ip("route add 2001:db8:1::/64 via 2001:db8::2");
            int farNic = far.indexOf("eth0");
            try (var rig = new Rig(far)) {
                rig.netlink.listenOn(Set.of(farNic));
                rig.expect(KernelEvent.Listening.class);
                var ears = new Ears();
                cable.one.sockets.sendAdvertisement(
                        cable.leftNic, IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8:1::2"), MESSAGE);
                ears.takeUntil(rig, ears.ipv6);
                assertThat(ears.ipv6).containsExactly(farNic + " 2001:db8::1 2001:db8:1::2 254 " + HEX);

                cable.one.sockets.sendAdvertisement(
                        cable.leftNic, IpAddress.parse("192.0.2.1"), IpAddress.parse("198.51.100.2"), MESSAGE);
                ears.takeUntil(rig, ears.ipv4);
                // TTL, protocol, after them checksum and addresses.
                assertThat(ears.ipv4)
                        .singleElement()
                        .asString()
                        .contains("fe70")
                        .endsWith("c0000201c6336402" + HEX);
            }
        }
    }

    @Test
    void theGroupIsJoinedOnThatNicOnlyAndLeftAgain() {
        cable.left.nic("eth1");
        assertThat(cable.left.ip("-6 maddr show dev eth0")).contains("ff02::12");
        assertThat(cable.left.ip("-6 maddr show dev eth1")).doesNotContain("ff02::12");
        cable.one.netlink.listenOn(Set.of());
        await().untilAsserted(() ->
                assertThat(cable.left.ip("-6 maddr show dev eth0")).doesNotContain("ff02::12"));
    }

    @Test
    void aSourceThatIsTentativeOrNotThereIsRefusedByName() {
        assertThatThrownBy(() ->
                        cable.one.sockets.sendAdvertisement(cable.leftNic, IpAddress.parse("fe80::99"), GROUP, MESSAGE))
                .isInstanceOf(SendFailedException.class)
                .hasMessage("sendmsg: EINVAL on NIC " + cable.leftNic);
        assertThatThrownBy(() -> cable.one.sockets.sendAdvertisement(
                        cable.leftNic, IpAddress.parse("192.0.2.1"), GROUP, MESSAGE))
                .isInstanceOf(SendFailedException.class)
                .hasMessageEndingWith("both addresses must be of one family and at most 4352 bytes");
    }

    @Test
    void aNicWithoutIpv6ServesIpv4AndNamesWhatIsMissing() {
        // Below 1280 bytes the kernel runs no IPv6 on a NIC (RFC 8200 section 5).
        int narrow = cable.left.nic("eth1");
        cable.left.ip("link set eth1 mtu 1000");
        cable.one.netlink.listenOn(Set.of(cable.leftNic, narrow));

        var listening = cable.one.expect(KernelEvent.Listening.class, 2);
        assertThat(listening).isEqualTo(new KernelEvent.Listening(narrow, Set.of(Family.IPV4)));
        var failed = cable.one.expect(KernelEvent.ListeningFailed.class);
        assertThat(failed.families()).containsExactly(Family.IPV6);
        assertThat(failed.message()).isEqualTo("eth1: setsockopt IPV6_JOIN_GROUP: EINVAL");

        cable.left.ip("link set eth1 mtu 1500");
        cable.one.netlink.listenOn(Set.of(cable.leftNic, narrow));
        assertThat(cable.one.expect(KernelEvent.Listening.class, 3))
                .isEqualTo(new KernelEvent.Listening(narrow, Set.of(Family.IPV4, Family.IPV6)));
    }

    @Test
    void ipv6ThatIsTurnedOffAndOnAgainIsHeardAgain() throws Exception {
        cable.right.exec("sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=1");
        cable.right.exec("sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=0");
        await().until(() -> cable.right.ip("-6 maddr show dev eth0").contains("ff02::12"));
        var ears = new Ears();
        cable.one.sockets.sendAdvertisement(cable.leftNic, LINK_LOCAL, GROUP, MESSAGE);
        ears.takeUntil(cable.two, ears.ipv6);
        assertThat(ears.ipv6).hasSize(1);
    }
}
