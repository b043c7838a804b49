package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a NIC in its life, as the loop is told of it. */
class LinkLifeTest {
    private static final IpAddress GROUP6 = IpAddress.parse("ff02::12");

    private Cable cable;

    @BeforeEach
    void aCable() {
        cable = new Cable().listening();
    }

    @AfterEach
    void nothingIsLeft() {
        cable.close();
    }

    private Optional<NetworkInterface> told(int index) {
        return cable.one.all(KernelEvent.InterfacesChanged.class).getLast().interfaces().stream()
                .filter(nic -> nic.index() == index)
                .findFirst();
    }

    @Test
    void nameMacAndMtuAreToldAsTheyChangeAndTheAddressesStay() {
        cable.one.hold("a", cable.leftNic, "192.0.2.9/24");
        cable.left.ip("link set eth0 address 02:00:00:00:00:77");
        cable.left.ip("link set eth0 mtu 1400");
        cable.left.ip("link property add dev eth0 altname other");
        await().untilAsserted(() -> {
            var nic = told(cable.leftNic).orElseThrow();
            assertThat(nic.mac()).contains(new MacAddress(0x020000000077L));
            assertThat(nic.mtuBytes()).isEqualTo(1400);
        });
        cable.left.ip("link set eth0 name lan0");
        await().untilAsserted(() ->
                assertThat(told(cable.leftNic).orElseThrow().name()).isEqualTo("lan0"));
        assertThat(cable.one.shows("192.0.2.9/32")).isTrue();
        assertThat(cable.one.all(KernelEvent.Lost.class)).isEmpty();
    }

    /** RFC 4861 section 4.4: the R flag of a Neighbor Advertisement follows it. */
    @Test
    void whetherItForwardsIpv6IsToldWithTheNextChange() {
        assertThat(told(cable.leftNic).orElseThrow().forwardsIpv6()).isFalse();

        cable.left.exec("sysctl", "-qw", "net.ipv6.conf.eth0.forwarding=1");
        cable.left.ip("link set eth0 mtu 1400");

        await().untilAsserted(() ->
                assertThat(told(cable.leftNic).orElseThrow().forwardsIpv6()).isTrue());
    }

    @Test
    void aNicOfTheSameNameIsAnotherOneAndIsHeardAfterItIsListenedOn() throws Exception {
        cable.left.ip("link del eth0");
        await().untilAsserted(() -> assertThat(told(cable.leftNic)).isEmpty());
        cable.left.ip("link add eth0 type veth peer name eth0 netns " + cable.right.name());
        cable.left.ip("link set eth0 up");
        cable.right.ip("link set eth0 up");
        cable.left.ip("addr add fe80::1/64 dev eth0 nodad");
        int left = cable.left.indexOf("eth0");
        int right = cable.right.indexOf("eth0");
        assertThat(left).isNotEqualTo(cable.leftNic);
        await().untilAsserted(() -> assertThat(told(left).orElseThrow().name()).isEqualTo("eth0"));

        cable.one.netlink.listenOn(Set.of(left));
        cable.two.netlink.listenOn(Set.of(right));
        cable.one.expect(KernelEvent.Listening.class, 2);
        cable.two.expect(KernelEvent.Listening.class, 2);
        var ears = new Ears();
        cable.one.sockets.sendAdvertisement(left, IpAddress.parse("fe80::1"), GROUP6, new byte[8]);
        ears.takeUntil(cable.two, ears.ipv6);
        assertThat(ears.ipv6).containsExactly(right + " fe80::1 ff02::12 255 0000000000000000");
    }

    @Test
    void anMtuThatEndsIpv6AndComesBackEndsWithTheGroupJoinedAgain() throws Exception {
        cable.right.ip("link set eth0 mtu 1000");
        await().until(() -> !cable.right.ip("-6 maddr show dev eth0").contains("ff02::12"));
        cable.right.ip("link set eth0 mtu 1500");
        await().until(() -> cable.right.ip("-6 maddr show dev eth0").contains("ff02::12"));
        cable.two.expect(KernelEvent.Listening.class, 2);
        var ears = new Ears();
        cable.one.sockets.sendAdvertisement(cable.leftNic, IpAddress.parse("fe80::1"), GROUP6, new byte[8]);
        ears.takeUntil(cable.two, ears.ipv6);
        assertThat(ears.ipv6).hasSize(1);
        assertThat(cable.two.all(KernelEvent.Listening.class).getLast().families())
                .containsExactlyInAnyOrder(Family.IPV4, Family.IPV6);
    }

    @Test
    void ipv6AddressesThatGoWithALinkThatIsSetDownAreNoRemovalAndComeBackWithIt() {
        cable.one.holdIpv6("a", cable.leftNic, "2001:db8::9/64");
        for (int i = 0; i < 7; i++) {
            cable.left.ip("link set eth0 down");
            await().until(() -> !cable.one.shows("2001:db8::9/128"));
            cable.left.ip("link set eth0 up");
            await().atMost(Duration.ofSeconds(5)).until(() -> cable.one.shows("2001:db8::9/128"));
            assertThat(cable.one.expect(KernelEvent.Held.class, i + 2).again()).isTrue();
        }
        assertThat(cable.one.all(KernelEvent.Lost.class)).isEmpty();
        assertThat(cable.one.all(KernelEvent.Refused.class)).isEmpty();
    }
}
