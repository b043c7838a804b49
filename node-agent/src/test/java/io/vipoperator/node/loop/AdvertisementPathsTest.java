package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.Frames.PEER_MAC;
import static io.vipoperator.node.loop.Frames.advertisement;
import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.ETH1;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.nic;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import io.vipoperator.node.wire.NeighbourFrame.Advertised;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What keeps advertisements from arriving is named: a firewall, a snooping switch, a second NIC. */
class AdvertisementPathsTest {
    private static final byte[] SEEN = advertisement(PEER_MAC, PEER, 51, 100);
    private static final long MILLI = 1_000_000L;

    @Test
    void whatPassesTheNicThreeTimesAndNeverArrivesIsDroppedByAFirewall() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.see(ETH0, SEEN);
        test.nowNanos += 100 * MILLI;
        test.see(ETH0, SEEN);
        assertThat(test.report(1).incident()).isEmpty();
        test.nowNanos += 100 * MILLI;
        test.see(ETH0, SEEN);

        IncidentReport incident = test.report(1).incident().orElseThrow();
        assertThat(incident.reason()).isEqualTo("FirewallDropsVRRP");
        assertThat(incident.message())
                .isEqualTo(
                        "advertisements of 10.0.0.12 (02:00:00:00:00:12) reach eth0 but not this agent: a firewall of "
                                + "this node drops protocol 112; let it pass with: nft insert rule inet filter input ip protocol vrrp "
                                + "accept; or with firewalld: firewall-cmd --permanent --add-rich-rule='rule protocol value=\"vrrp\" "
                                + "accept' && firewall-cmd --reload (or rp_filter drops it: no route to the peer on this NIC)");

        for (int i = 0; i < 20; i++) {
            test.nowNanos += 100 * MILLI;
            test.see(ETH0, SEEN);
        }
        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void aRouterWithoutASocketAccusesNoFirewall() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.tell(new KernelEvent.ListeningFailed(ETH0, Set.of(Family.IPV4), "EMFILE"));
        for (int i = 0; i < 20; i++) {
            test.nowNanos += 100 * MILLI;
            test.see(ETH0, SEEN);
        }
        assertThat(test.report(1).incident()).isEmpty();
    }

    @Test
    void aBurstThatOnlyThisTurnHasSeenMeansNothing() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        for (int i = 0; i < 100; i++) {
            test.see(ETH0, SEEN);
        }
        assertThat(test.report(1).incident()).isEmpty();
    }

    @Test
    void whatATurnThatWasHeldUpSeesBeforeTheSocketIsReadAgainMeansNothing() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.see(ETH0, SEEN);
        test.nowNanos += 1_000 * MILLI;
        test.seeAtOnce(ETH0, List.of(SEEN, SEEN, SEEN, SEEN));

        assertThat(test.report(1).incident()).isEmpty();
    }

    @Test
    void twoThatAreLostMeanNothingHoweverFarApart() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.see(ETH0, SEEN);
        test.nowNanos += 1_000 * MILLI;
        test.see(ETH0, SEEN);

        assertThat(test.report(1).incident()).isEmpty();
    }

    @Test
    void whatArrivesIsNotDropped() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 100, 1));
        for (int i = 0; i < 20; i++) {
            test.see(ETH0, advertisement(PEER_MAC, PEER, 51, 201));
            test.hear(PEER, 51, 201);
            test.nowNanos += 100 * MILLI;
        }
        // The peer advertises 10.0.0.1 on purpose: that is the only incident.
        assertThat(test.report(1).incident().orElseThrow().reason()).isEqualTo("AddressListDiffers");
    }

    @Test
    void afterOneHasArrivedItIsSaidAnew() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 0, 1));
        for (int i = 0; i < 10; i++) {
            test.see(ETH0, SEEN);
            test.nowNanos += 100 * MILLI;
        }
        test.hear(PEER, 51, 0);
        for (int i = 0; i < 10; i++) {
            test.see(ETH0, SEEN);
            test.nowNanos += 100 * MILLI;
        }
        assertThat(test.report(1).incident().orElseThrow().count()).isEqualTo(2);
    }

    @Test
    void anAdvertisementToAnotherHostIsNotForOurSocket() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        for (int i = 0; i < 20; i++) {
            test.see(ETH0, advertisement(PEER_MAC, PEER, IpAddress.parse("10.0.0.77"), 51, 100));
            test.nowNanos += 100 * MILLI;
        }
        assertThat(test.report(1).incident()).isEmpty();
    }

    @Test
    void ourOwnAdvertisementOnAnotherNicNamesBoth() {
        LoopUnderTest test = new LoopUnderTest();
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), nic(ETH1, "eth1", true, "10.9.0.21", 2))));
        test.apply(setup(1, 200, 1));
        test.tell(new KernelEvent.Listening(ETH0));
        byte[] own = advertisement(new MacAddress(1), IpAddress.parse("10.0.0.11"), 51, 200);

        test.see(ETH0, own);
        assertThat(test.report(1).incident()).isEmpty();
        test.see(ETH1, own);
        test.see(ETH1, own);
        assertThat(test.report(1).incident()).isPresent();

        IncidentReport incident = test.report(1).incident().orElseThrow();
        assertThat(incident.reason()).isEqualTo("SecondInterfaceInSegment");
        assertThat(incident.count()).isEqualTo(1);
        assertThat(incident.message())
                .startsWith(
                        "advertisements that this node sends from 10.0.0.11 on eth0 arrive on its eth1: both are in one "
                                + "segment");
    }

    /** Both families of vip-1 on eth0, started and without a fault. */
    private static final class DualStack {
        final Links links = new Links();
        final Router ipv4 = router(Family.IPV4);
        final Router ipv6 = router(Family.IPV6);
        final AdvertisementPaths paths = new AdvertisementPaths(links);
        long nowNanos = 5_000_000_000L;

        DualStack() {
            links.replace(List.of(eth0()));
            links.assign(List.of(ipv4, ipv6));
        }

        private static Router router(Family family) {
            RouterSetup like = setup(1, 100, 1);
            RouterSetup setup = new RouterSetup(
                    new RouterKey("vip-1", family),
                    "uid",
                    1,
                    "vip-1",
                    like.interfaceRule(),
                    51,
                    like.candidacy(),
                    like.dialect(),
                    like.advertised(),
                    like.install(),
                    like.announcement(),
                    like.announcementForm(),
                    List.of());
            Router router = new Router(setup, new Changes(), new Verdicts(), 0);
            router.interfaceIndex = ETH0;
            router.interfaceName = "eth0";
            router.started = true;
            return router;
        }

        void passes(Router router, int priority) {
            IpAddress source = router == ipv4 ? PEER : IpAddress.parse("fe80::12");
            IpAddress group = IpAddress.parse(router == ipv4 ? "224.0.0.18" : "ff02::12");
            paths.passed(
                    links.link(ETH0),
                    router,
                    new Advertised(PEER_MAC, source, group, 51, priority, 100 * MILLI),
                    nowNanos);
            router.neighbourhood.deliveredFrom(source);
        }

        List<String> incidents() {
            List<String> reasons = new ArrayList<>();
            ipv4.incident.ifPresent(incident -> reasons.add("IPv4 " + incident.reason() + " " + incident.count()));
            ipv6.incident.ifPresent(incident -> reasons.add("IPv6 " + incident.reason() + " " + incident.count()));
            return reasons;
        }
    }

    @Test
    void whoIsHeardOverIpv4AloneIsCutOffByASnoopingSwitch() {
        DualStack test = new DualStack();
        for (int i = 0; i <= 8; i++) {
            test.passes(test.ipv4, 100);
            assertThat(test.incidents()).as("after %d00 ms", i).isEmpty();
            test.nowNanos += 100 * MILLI;
        }
        test.passes(test.ipv4, 100);
        test.passes(test.ipv4, 100);

        assertThat(test.incidents()).containsExactly("IPv6 MldSnooping 1");
        assertThat(test.ipv6.incident.map(IncidentReport::message))
                .isEqualTo(
                        Optional.of(
                                "10.0.0.12 (02:00:00:00:00:12) is heard over IPv4 but not over IPv6 on eth0: a switch "
                                        + "snoops MLD without a querier and keeps ff02::12 back; switch a querier on or the snooping off "
                                        + "(Linux bridge: mcast_querier 1 or mcast_snooping 0), or look at the peer's own firewall"));
    }

    @Test
    void aFamilyThatWasJustAddedMayNotBeKnownToThePeer() {
        DualStack test = new DualStack();
        test.ipv6.started = false;
        for (int i = 0; i < 20; i++) {
            test.passes(test.ipv4, 100);
            test.nowNanos += 100 * MILLI;
        }
        test.ipv6.started = true;
        test.ipv6.sinceNanos = test.nowNanos;
        test.passes(test.ipv4, 100);
        assertThat(test.incidents()).isEmpty();
    }

    @Test
    void whoIsHeardOverIpv6AloneLacksIpv4() {
        DualStack test = new DualStack();
        for (int i = 0; i <= 20; i++) {
            test.passes(test.ipv6, 100);
            test.nowNanos += 100 * MILLI;
        }
        assertThat(test.incidents()).containsExactly("IPv4 MldSnooping 1");
    }

    @Test
    void whoIsHeardOverBothIsNoIncidentNorIsAPauseOfBoth() {
        DualStack test = new DualStack();
        for (int i = 0; i <= 40; i++) {
            test.passes(test.ipv4, 100);
            test.passes(test.ipv6, 100);
            test.nowNanos += (i % 10 == 0 ? 2_000 : 100) * MILLI;
        }
        assertThat(test.incidents()).isEmpty();
    }

    @Test
    void aResignationOverOneFamilyProvesNothing() {
        DualStack test = new DualStack();
        for (int i = 0; i <= 20; i++) {
            test.passes(test.ipv4, 0);
            test.nowNanos += 100 * MILLI;
        }
        assertThat(test.incidents()).isEmpty();
    }

    @Test
    void afterBothWereHeardItIsSaidAnew() {
        DualStack test = new DualStack();
        for (int i = 0; i <= 60; i++) {
            test.passes(test.ipv4, 100);
            if (i == 30) {
                test.passes(test.ipv6, 100);
            }
            test.nowNanos += 100 * MILLI;
        }
        assertThat(test.incidents()).containsExactly("IPv6 MldSnooping 2");
    }
}
