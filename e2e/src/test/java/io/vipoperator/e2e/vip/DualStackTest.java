package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterSummary;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A VirtualIP of both families: two virtual routers of one VRID that are one election. */
@ExtendWith(HealedLab.class)
class DualStackTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @Test
    void bothFamiliesAreOnOneNodeAndMoveTogetherWhenItsPowerIsCut() {
        String address = cluster.address(140);
        String address6 = cluster.address6(140);
        try (TestVip vip = installation.apply(
                "both",
                address,
                "{addresses: [" + address + "/24, " + address6
                        + "/64], vrrp: {virtualRouterID: 140, preemption: {mode: Never}}}")) {
            String first = vip.awaitReady();
            assertThat(vip.status().orElseThrow().routers())
                    .containsExactly(
                            new RouterSummary(Family.IPv4, 140, 100), new RouterSummary(Family.IPv6, 140, 100));
            assertThat(vip.members()).hasSize(cluster.nodes().size());
            assertThat(vip.holders()).containsExactly(first);
            assertThat(vip.holders(address6)).containsExactly(first);
            // RFC 9568 section 5.2.9: the first address of an IPv6 virtual router is a link-local one.
            assertThat(vip.holders("fe80::5e:8c")).containsExactly(first);
            try (AddressProbe probe = vip.probe();
                    AddressProbe probe6 = AddressProbe.start(cluster, address6);
                    AddressWatch watch = vip.watch();
                    AddressWatch watch6 = AddressWatch.start(cluster, address6)) {
                assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(first);
                assertThat(probe6.awaitAnswer(TestVip.LONG)).isEqualTo(first);

                watch.lost(first);
                watch6.lost(first);
                cluster.powerCut(first);
                probe.awaitAnswer(TestVip.LONG, first);
                probe6.awaitAnswer(TestVip.LONG, first);
                String second = vip.awaitOneOwnerOtherThan(first);

                await("IPv6 is where IPv4 is")
                        .atMost(TestVip.LONG)
                        .until(() -> vip.holders(address6), List.of(second)::equals);
                assertThat(Measured.lostMillis(probe)).isLessThan(2000);
                assertThat(Measured.lostMillis(probe6)).isLessThan(2000);
                assertThat(watch.holdingTimes().longestTogether().longestMillis())
                        .isLessThan(Measured.HAND_OVER_MILLIS);
                assertThat(watch6.holdingTimes().longestTogether().longestMillis())
                        .isLessThan(Measured.HAND_OVER_MILLIS);
                Measured.print("dual stack, power cut: IPv4", Measured.losses(probe));
                Measured.print("dual stack, power cut: IPv6", Measured.losses(probe6));

                cluster.boot(first);
                installation.awaitNodes();
                installation.awaitAgents();
                vip.awaitReadyOn(second);
                assertThat(vip.holders()).containsExactly(second);
                assertThat(vip.holders(address6)).containsExactly(second);
            }
        }
        await("the IPv6 address is gone as well")
                .atMost(TestVip.LONG)
                .until(() -> cluster.nodes().stream().noneMatch(node -> AddressWatch.isOn(cluster, node, address6)));
    }

    @Test
    void anAddedAndRemovedFamilyNeverSilencesTheOther() {
        String address = cluster.address(141);
        String address6 = cluster.address6(141);
        String best = cluster.nodes().getFirst();
        String rest = "vrrp: {" + Installation.CALM + ", preemption: {mode: Always, delaySeconds: 0}},"
                + " nodes: {priorities: [{nodeName: " + best + ", priority: 254}]}}";
        String one = "{addresses: [" + address + "/24], " + rest;
        try (TestVip vip = installation.apply("family", address, one)) {
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                vip.edit("{addresses: [" + address + "/24, " + address6 + "/64], " + rest);
                vip.awaitReadyOn(best);
                assertThat(vip.holders(address6)).containsExactly(best);
                vip.edit(one);
                vip.awaitReadyOn(best);
                // Its router hands over, and waits for a successor, though nobody is to have it any more.
                await("the IPv6 address is gone")
                        .atMost(TestVip.LONG)
                        .until(() -> vip.holders(address6), List::isEmpty);

                assertThat(vip.holders()).containsExactly(best);
                Measured.assertNothingLost("IPv6 added to a running VirtualIP and removed, IPv4's client", probe);
            }
        }
    }
}
