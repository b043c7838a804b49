package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IPv6 addresses of ours against the real kernel. */
class Ipv6HoldingTest {
    private static final RouterKey A = new RouterKey("a", Family.IPV6);

    private TestNamespace namespace;
    private int nic;
    private Rig rig;

    @BeforeEach
    void aNodeWithOneAddress() {
        namespace = new TestNamespace();
        nic = namespace.nic("eth0");
        namespace.ip("addr add 2001:db8::1/64 dev eth0 nodad");
        rig = new Rig(namespace);
    }

    @AfterEach
    void nothingIsLeft() {
        if (rig != null) {
            rig.close();
        }
        namespace.close();
    }

    @Test
    void addressesAreHostAddressesUsableAtOnceDeprecatedAndFinite() {
        rig.netlink.hold(
                A,
                nic,
                new InstallPlan(Rig.parse("fe80::5e:33/64", "2001:db8::9/64"), false, true, Optional.of("eth0:vip")));
        rig.expect(KernelEvent.Held.class);

        String shown = namespace.ip("-d -6 -o addr show dev eth0");
        assertThat(shown)
                .containsPattern("inet6 2001:db8::9/128 scope global nodad deprecated dynamic noprefixroute"
                        + ".* valid_lft [23]sec preferred_lft 0sec")
                .containsPattern("inet6 fe80::5e:33/128 scope link nodad deprecated dynamic noprefixroute");
        assertThat(shown.lines().filter(line -> line.contains("/128"))).noneMatch(line -> line.contains("tentative"));
        assertThat(namespace.ip("-6 route get 2001:db8::77")).contains("src 2001:db8::1 ");
    }

    @Test
    void theyOutliveTheirLifetimeWhileTheLoopLivesAndExpireWithoutIt() {
        rig.holdIpv6("a", nic, "2001:db8::9/64");
        long heldAt = System.nanoTime();
        await().atMost(Duration.ofSeconds(6)).until(() -> System.nanoTime() - heldAt > 4_500_000_000L);
        assertThat(rig.shows("2001:db8::9/128")).isTrue();
        assertThat(rig.all(KernelEvent.Lost.class)).isEmpty();

        rig.freezeLoop();
        assertThat(rig.expect(KernelEvent.Lost.class).expired()).isTrue();
        assertThat(rig.shows("2001:db8::9/128")).isFalse();
        assertThat(rig.shows("2001:db8::1/64")).isTrue();
        rig.thawLoop();
        assertThat(rig.expect(KernelEvent.Held.class, 2).again()).isTrue();
    }

    @Test
    void anAddressThatSomebodyRemovesIsPutBackWithinMilliseconds() {
        rig.holdIpv6("a", nic, "2001:db8::9/64");
        namespace.ip("addr del 2001:db8::9/128 dev eth0");
        assertThat(rig.expect(KernelEvent.Lost.class).expired()).isFalse();
        assertThat(rig.expect(KernelEvent.Held.class, 2).again()).isTrue();
        assertThat(rig.shows("2001:db8::9/128")).isTrue();
    }

    @Test
    void addressesOfTheNodeAreRefusedAndStayAsTheyWere() {
        String before = namespace.ip("-6 -j addr show dev eth0");
        rig.netlink.hold(A, nic, Rig.plan("2001:db8::200/64", "2001:db8::1/64"));
        var refused = rig.expect(KernelEvent.Refused.class);
        assertThat(refused.reason()).isEqualTo(FaultReason.AddressInUseOnNode);
        assertThat(refused.message()).isEqualTo("2001:db8::1/64 is on eth0 of this node and isn't ours");
        assertThat(namespace.ip("-6 -j addr show dev eth0")).isEqualTo(before);
    }

    @Test
    void anEditFromHostAddressToPrefixRouteAndBackKeepsTheNodesRoute() {
        rig.holdIpv6("a", nic, "2001:db8::9/64");
        rig.netlink.hold(A, nic, new InstallPlan(Rig.parse("2001:db8::9/64"), true, true, Optional.empty()));
        rig.expect(KernelEvent.Held.class, 2);
        assertThat(rig.shows("2001:db8::9/64")).isTrue();
        rig.netlink.release(A);
        rig.expect(KernelEvent.Released.class);
        assertThat(rig.shows("2001:db8::9/64")).isFalse();
        assertThat(namespace.ip("-6 route show dev eth0")).contains("2001:db8::/64 proto kernel");
        assertThat(rig.all(KernelEvent.Lost.class)).isEmpty();
    }

    @Test
    void leftOversOfBothFamiliesAreRemovedAtStartAndNothingElse() throws Exception {
        rig.close();
        namespace.call(() -> {
            try (var netlink = Rtnetlink.forRequests()) {
                return netlink.carryOut(List.of(
                        marked(new AddressKey(nic, IpAddress.parse("198.51.100.9"), 32)),
                        marked(new AddressKey(nic, IpAddress.parse("2001:db8::9"), 128))));
            }
        });
        namespace.ip("addr add 2001:db8::10/128 dev eth0 valid_lft 1000 preferred_lft 0");
        assertThat(rig.shows("2001:db8::9/128")).isTrue();
        rig = new Rig(namespace);

        assertThat(rig.leftovers).containsExactlyInAnyOrderElementsOf(Rig.parse("198.51.100.9/32", "2001:db8::9/128"));
        assertThat(rig.shows("2001:db8::9/128")).isFalse();
        assertThat(rig.shows("2001:db8::10/128")).isTrue();
        assertThat(rig.shows("2001:db8::1/64")).isTrue();
    }

    private static AddressRequest.Add marked(AddressKey key) {
        return new AddressRequest.Add(new AddressRequest.Lasting(key, false, 1000, Optional.empty()));
    }

    @Test
    void tentativeAddressesAreToldOnceTheyAreUnique() {
        namespace.ip("addr add 2001:db8::77/64 dev eth0");
        rig.close();
        boolean tentative = namespace.ip("-6 -o addr show to 2001:db8::77").contains("tentative");
        rig = new Rig(namespace);
        if (tentative) {
            var first = rig.expect(KernelEvent.InterfacesChanged.class);
            assertThat(addresses(first)).doesNotContainAnyElementsOf(Rig.parse("2001:db8::77/64"));
        }
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() ->
                        assertThat(addresses(last())).containsAll(Rig.parse("2001:db8::77/64", "2001:db8::1/64")));
    }

    @Test
    void anAddressThatSomebodyElseHasIsNeverToldAsUsable() {
        namespace.ip("addr add 2001:db8::88/64 dev eth0-peer nodad");
        namespace.exec("sysctl", "-qw", "net.ipv6.conf.eth0.accept_dad=1");
        namespace.ip("addr add 2001:db8::88/64 dev eth0");
        await().atMost(Duration.ofSeconds(6))
                .until(() ->
                        namespace.ip("-6 -o addr show dev eth0 to 2001:db8::88").contains("dadfailed"));
        namespace.ip("addr add 2001:db8::99/64 dev eth0 nodad");
        await().untilAsserted(() -> assertThat(addresses(last())).containsAll(Rig.parse("2001:db8::99/64")));
        assertThat(addresses(last())).doesNotContainAnyElementsOf(Rig.parse("2001:db8::88/64"));
    }

    @Test
    void defaultRoutesAreToldByFamily() {
        namespace.ip("route add default via 2001:db8::fe metric 7");
        await().untilAsserted(() -> {
            assertThat(eth0(last()).defaultRoute(Family.IPV6)).contains(7);
            assertThat(eth0(last()).defaultRoute(Family.IPV4)).isEmpty();
        });
        namespace.ip("-6 route del default");
        await().untilAsserted(
                        () -> assertThat(eth0(last()).defaultRoute(Family.IPV6)).isEmpty());
    }

    private KernelEvent.InterfacesChanged last() {
        return rig.all(KernelEvent.InterfacesChanged.class).getLast();
    }

    private static List<io.vipoperator.node.loop.AddressWithPrefix> addresses(KernelEvent.InterfacesChanged told) {
        return eth0(told).addresses();
    }

    private static NetworkInterface eth0(KernelEvent.InterfacesChanged told) {
        return told.interfaces().stream()
                .filter(one -> one.name().equals("eth0"))
                .findFirst()
                .orElseThrow();
    }
}
