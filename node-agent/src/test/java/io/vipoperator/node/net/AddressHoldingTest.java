package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node could be harmed by: against the real kernel. */
class AddressHoldingTest {
    private TestNamespace namespace;
    private int nic;
    private Rig rig;

    @BeforeEach
    void aNodeWithOneAddress() {
        namespace = new TestNamespace();
        nic = namespace.nic("eth0");
        namespace.ip("addr add 192.0.2.1/24 dev eth0");
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
    void anAddressOfTheNodeItselfIsRefusedAndStaysAsItWas() {
        String before = namespace.ip("-j addr");
        rig.netlink.hold(Rig.router("a"), nic, Rig.plan("192.0.2.200/24", "192.0.2.1/24"));

        var refused = rig.expect(KernelEvent.Refused.class);
        assertThat(refused.reason()).isEqualTo(FaultReason.AddressInUseOnNode);
        assertThat(refused.address()).isEqualTo(IpAddress.parse("192.0.2.1"));
        assertThat(refused.message()).isEqualTo("192.0.2.1/24 is on eth0 of this node and isn't ours");
        assertThat(namespace.ip("-j addr")).isEqualTo(before);
    }

    @Test
    void anAddressOfTheNodeWithHostPrefixIsRefusedAndStaysAsItWas() {
        namespace.ip("addr add 192.0.2.9/32 dev eth0");
        String before = namespace.ip("-j addr");
        rig.netlink.hold(Rig.router("a"), nic, Rig.plan("192.0.2.9/24"));

        assertThat(rig.expect(KernelEvent.Refused.class).reason()).isEqualTo(FaultReason.AddressInUseOnNode);
        assertThat(namespace.ip("-j addr")).isEqualTo(before);
    }

    @Test
    void anAddressOnAnotherNicOfTheNodeIsRefused() {
        namespace.nic("eth1");
        namespace.ip("addr add 192.0.2.9/32 dev eth1");
        rig.netlink.hold(Rig.router("a"), nic, Rig.plan("192.0.2.9/24"));

        assertThat(rig.expect(KernelEvent.Refused.class).message())
                .isEqualTo("192.0.2.9/32 is on eth1 of this node and isn't ours");
    }

    @Test
    void twoRoutersCanNotHaveTheSameAddress() {
        rig.hold("a", nic, "192.0.2.9/24");
        rig.netlink.hold(Rig.router("b"), nic, Rig.plan("192.0.2.9/32"));

        var refused = rig.expect(KernelEvent.Refused.class);
        assertThat(refused.router()).isEqualTo(Rig.router("b"));
        assertThat(refused.message()).isEqualTo("192.0.2.9 is held on this node for a/IPv4 already");
        assertThat(rig.shows("192.0.2.9/32")).isTrue();
    }

    @Test
    void addressesAreHostAddressesDeprecatedAndFinite() {
        rig.netlink.hold(
                Rig.router("a"), nic, new InstallPlan(Rig.parse("192.0.2.9/24"), false, true, Optional.of("eth0:vip")));
        rig.expect(KernelEvent.Held.class);

        assertThat(namespace.ip("-d -4 -o addr show dev eth0"))
                .contains("inet 192.0.2.9/32 scope global deprecated dynamic noprefixroute eth0:vip")
                .containsPattern("192\\.0\\.2\\.9.*valid_lft [23]sec preferred_lft 0sec");
    }

    @Test
    void withoutTheDeadMansSwitchAddressesLastAndTheSwitchCanBeTurnedOnAndOff() {
        var forEver = new InstallPlan(Rig.parse("192.0.2.9/24"), false, false, Optional.empty());
        rig.netlink.hold(Rig.router("a"), nic, forEver);
        rig.expect(KernelEvent.Held.class);
        assertThat(namespace.ip("-4 -o addr show to 192.0.2.9")).contains("valid_lft forever");

        rig.hold("a", nic, "192.0.2.9/24");
        await().untilAsserted(() ->
                assertThat(namespace.ip("-4 -o addr show to 192.0.2.9")).containsPattern("valid_lft [23]sec"));

        rig.netlink.hold(Rig.router("a"), nic, forEver);
        rig.expect(KernelEvent.Held.class, 3);
        await().untilAsserted(() ->
                assertThat(namespace.ip("-4 -o addr show to 192.0.2.9")).contains("valid_lft forever"));
        assertThat(rig.all(KernelEvent.Lost.class)).isEmpty();
    }

    @Test
    void anEditKeepsTheAddressThatStays() {
        rig.hold("a", nic, "192.0.2.9/24", "192.0.2.10/24");
        rig.hold("a", nic, "192.0.2.10/24", "192.0.2.11/24");

        assertThat(rig.shows("192.0.2.9/32")).isFalse();
        assertThat(rig.shows("192.0.2.10/32")).isTrue();
        assertThat(rig.shows("192.0.2.11/32")).isTrue();
        assertThat(rig.all(KernelEvent.Lost.class)).isEmpty();
    }

    @Test
    void releaseTakesOnlyTheRoutersAddressesAndIsNoLoss() {
        rig.hold("a", nic, "198.51.100.9/24", "198.51.100.10/24");
        rig.hold("b", nic, "198.51.100.11/24");
        rig.netlink.release(Rig.router("a"));
        rig.expect(KernelEvent.Released.class);

        assertThat(rig.shows("198.51.100.9/32")).isFalse();
        assertThat(rig.shows("198.51.100.10/32")).isFalse();
        assertThat(rig.shows("198.51.100.11/32")).isTrue();
        assertThat(rig.shows("192.0.2.1/24")).isTrue();
        assertThat(rig.all(KernelEvent.Lost.class)).isEmpty();
    }

    @Test
    void releaseOfARouterThatHoldsNothingIsAnswered() {
        rig.netlink.release(Rig.router("nobody"));
        assertThat(rig.expect(KernelEvent.Released.class).router()).isEqualTo(Rig.router("nobody"));
    }

    @Test
    void addressesThatWereThereBeforeTheNodesOwnGoWithoutIt() {
        int late = namespace.nic("eth1");
        rig.hold("a", late, "203.0.113.9/24");
        rig.hold("b", late, "203.0.113.10/24");
        namespace.ip("addr add 203.0.113.1/24 dev eth1");
        namespace.ip("route add default via 203.0.113.254");
        assertThat(namespace.ip("route get 203.0.113.77")).contains("src 203.0.113.1 ");
        assertThat(namespace.ip("route get 8.8.8.8")).contains("src 203.0.113.1 ");

        rig.netlink.release(Rig.router("a"));
        rig.expect(KernelEvent.Released.class);
        assertThat(rig.shows("203.0.113.9/32")).isFalse();
        assertThat(rig.shows("203.0.113.1/24")).isTrue();
        assertThat(rig.shows("203.0.113.10/32")).isTrue();

        rig.freezeLoop();
        await().atMost(Duration.ofSeconds(6)).until(() -> !rig.shows("203.0.113.10/32"));
        assertThat(rig.shows("203.0.113.1/24")).isTrue();
        assertThat(rig.shows("192.0.2.1/24")).isTrue();
        assertThat(namespace.ip("route get 8.8.8.8")).contains("src 203.0.113.1 ");
    }

    @Test
    void addressesExpireWhileTheLoopIsFrozenAndComeBackOnlyWithIt() {
        rig.hold("a", nic, "198.51.100.9/24", "198.51.100.10/24");
        rig.freezeLoop();
        long frozenAt = System.nanoTime();
        var lost = rig.expect(KernelEvent.Lost.class, 2);
        long millis = (System.nanoTime() - frozenAt) / 1_000_000;

        assertThat(lost.expired()).isTrue();
        // The loop counts as awake for a second more, then the lifetime runs, and the kernel looks at it about once a
        // second.
        assertThat(millis).isBetween(1_900L, 6_000L);
        assertThat(rig.shows("198.51.100.9/32")).isFalse();
        assertThat(rig.shows("192.0.2.1/24")).isTrue();
        assertThat(rig.all(KernelEvent.Held.class)).hasSize(1);

        rig.thawLoop();
        assertThat(rig.expect(KernelEvent.Held.class, 2).again()).isTrue();
        assertThat(rig.shows("198.51.100.9/32")).isTrue();
        assertThat(rig.shows("198.51.100.10/32")).isTrue();
    }

    @Test
    void anAddressThatSomebodyRemovesIsPutBackFiveTimesAndThenGivenUp() {
        rig.hold("a", nic, "192.0.2.9/24", "192.0.2.10/24");
        for (int i = 1; i <= 5; i++) {
            namespace.ip("addr del 192.0.2.9/32 dev eth0");
            assertThat(rig.expect(KernelEvent.Lost.class, i).expired()).isFalse();
            assertThat(rig.expect(KernelEvent.Held.class, i + 1).again()).isTrue();
            assertThat(rig.shows("192.0.2.9/32")).isTrue();
        }
        namespace.ip("addr del 192.0.2.9/32 dev eth0");

        var refused = rig.expect(KernelEvent.Refused.class);
        assertThat(refused.reason()).isEqualTo(FaultReason.AddressRemoved);
        assertThat(refused.message())
                .isEqualTo(
                        "192.0.2.9/32 was removed by somebody else, and put back 5 times within 10 seconds: gave up");
        assertThat(rig.shows("192.0.2.9/32")).isFalse();
        assertThat(rig.shows("192.0.2.10/32")).isFalse();
        assertThat(rig.shows("192.0.2.1/24")).isTrue();
    }

    @Test
    void anAddressThatSomebodyElseMadeTheirsIsLeftToThem() {
        rig.hold("a", nic, "192.0.2.9/24");
        namespace.ip("addr replace 192.0.2.9/32 dev eth0");

        assertThat(rig.expect(KernelEvent.Refused.class).reason()).isEqualTo(FaultReason.AddressInUseOnNode);
        assertThat(namespace.ip("-4 -o addr show to 192.0.2.9")).contains("valid_lft forever");
    }

    @Test
    void aNicThatVanishesRefusesAndItsSuccessorHolds() {
        int first = namespace.nic("eth1");
        rig.hold("a", first, "203.0.113.9/24");
        namespace.ip("link del eth1");

        assertThat(rig.expect(KernelEvent.Lost.class).expired()).isFalse();
        assertThat(rig.expect(KernelEvent.Refused.class).message()).contains("ENODEV");
        int second = namespace.nic("eth1");
        assertThat(second).isNotEqualTo(first);
        rig.hold("a", second, "203.0.113.9/24");
        assertThat(rig.shows("203.0.113.9/32")).isTrue();
    }

    @Test
    void whatTheKernelRefusesIsNamedAndTheRoutersOtherAddressesGo() {
        rig.netlink.hold(Rig.router("a"), nic, Rig.plan("192.0.2.9/24", "127.0.0.53/8"));
        rig.expect(KernelEvent.Held.class);
        rig.netlink.hold(Rig.router("b"), 4711, Rig.plan("192.0.2.10/24"));

        var refused = rig.expect(KernelEvent.Refused.class);
        assertThat(refused.reason()).isEqualTo(FaultReason.AddressRefused);
        assertThat(refused.message()).startsWith("192.0.2.10/32: the kernel says ENODEV");
    }

    @Test
    void prefixRouteNeedsPromoteSecondaries() {
        namespace.exec("sysctl", "-qw", "net.ipv4.conf.all.promote_secondaries=0");
        namespace.exec("sysctl", "-qw", "net.ipv4.conf.eth0.promote_secondaries=0");
        var plan = new InstallPlan(Rig.parse("198.51.100.9/24"), true, true, Optional.empty());
        rig.netlink.hold(Rig.router("a"), nic, plan);
        var refused = rig.expect(KernelEvent.Refused.class);
        assertThat(refused.reason()).isEqualTo(FaultReason.AddressRefused);
        assertThat(refused.message()).contains("net.ipv4.conf.eth0.promote_secondaries = 1");

        namespace.exec("sysctl", "-qw", "net.ipv4.conf.eth0.promote_secondaries=1");
        rig.netlink.hold(Rig.router("a"), nic, plan);
        rig.expect(KernelEvent.Held.class);
        assertThat(rig.shows("198.51.100.9/24")).isTrue();
        namespace.ip("addr add 198.51.100.1/24 dev eth0");
        rig.netlink.release(Rig.router("a"));
        rig.expect(KernelEvent.Released.class);
        assertThat(rig.shows("198.51.100.1/24")).isTrue();
    }

    @Test
    void interfacesAreToldWithTheNodesOwnAddressesOnlyAndInTheKernelsOrder() {
        rig.hold("a", nic, "192.0.2.9/24");
        namespace.ip("addr add 192.0.2.2/24 dev eth0");
        namespace.ip("route add default via 192.0.2.254 metric 7");
        await().untilAsserted(() -> {
            var eth0 = eth0();
            assertThat(eth0.addresses()).isEqualTo(Rig.parse("192.0.2.1/24", "192.0.2.2/24"));
            assertThat(eth0.defaultRoute(Family.IPV4)).contains(7);
            assertThat(eth0.running()).isTrue();
            assertThat(eth0.mtuBytes()).isEqualTo(1500);
            assertThat(eth0.noArp()).isFalse();
        });
        namespace.ip("link set eth0 down");
        await().untilAsserted(() -> {
            assertThat(eth0().running()).isFalse();
            assertThat(eth0().defaultRoute(Family.IPV4)).isEmpty();
        });
    }

    private NetworkInterface eth0() {
        List<KernelEvent.InterfacesChanged> told = rig.all(KernelEvent.InterfacesChanged.class);
        return told.getLast().interfaces().stream()
                .filter(one -> one.name().equals("eth0"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void leftOversOfAFormerRunAreRemovedAtStartAndNothingElse() throws Exception {
        rig.close();
        int loopback = namespace.indexOf("lo");
        namespace.call(() -> {
            try (var netlink = Rtnetlink.forRequests()) {
                return netlink.carryOut(List.of(
                        marked(new AddressKey(nic, IpAddress.parse("198.51.100.9"), 32)),
                        marked(new AddressKey(loopback, IpAddress.parse("198.51.100.10"), 32))));
            }
        });
        namespace.ip("addr add 198.51.100.11/32 dev eth0 valid_lft 1000 preferred_lft 0");
        assertThat(rig.shows("198.51.100.9/32")).isTrue();
        rig = new Rig(namespace);

        assertThat(rig.leftovers).containsExactlyInAnyOrderElementsOf(Rig.parse("198.51.100.9/32", "198.51.100.10/32"));
        assertThat(rig.shows("198.51.100.9/32")).isFalse();
        assertThat(rig.shows("198.51.100.10/32")).isFalse();
        assertThat(rig.shows("198.51.100.11/32")).isTrue();
        assertThat(rig.shows("192.0.2.1/24")).isTrue();
    }

    private static AddressRequest.Add marked(AddressKey key) {
        return new AddressRequest.Add(new AddressRequest.Lasting(key, false, 1000, Optional.empty()));
    }

    @Test
    void closingTakesEverythingOff() {
        rig.hold("a", nic, "198.51.100.9/24");
        rig.close();
        boolean shown = rig.shows("198.51.100.9/32");
        rig = new Rig(namespace);
        assertThat(shown).isFalse();
    }
}
