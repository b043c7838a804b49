package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import io.vipoperator.e2e.vip.ThirdMember.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** keepalived and FRR as third members of a VirtualIP's virtual router, version 3: each as Active and as Backup, and both ways between. */
@ExtendWith(HealedLab.class)
class InteroperabilityTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();
    private final String best = cluster.nodes().getFirst();

    private TestVip apply(String name, int host, int virtualRouterId) {
        String address = cluster.address(host);
        return installation.apply(
                name,
                address,
                "{addresses: [" + address + "/24], vrrp: {virtualRouterID: " + virtualRouterId
                        + ", coexist: Allow, preemption: {mode: Always, delaySeconds: 0}},"
                        + " nodes: {priorities: [{nodeName: " + best + ", priority: 250}]}}");
    }

    @Test
    void keepalivedIsActiveAboveTheNodesAndBackupBelowThem() {
        String address = cluster.address(170);
        try (ThirdMember above =
                ThirdMember.keepalived(cluster, cluster.address(50), new Setup(170, 254, 100, address))) {
            anotherRouterAboveTheNodes("keepalived", above, 170);
        }
        String lower = cluster.address(171);
        try (ThirdMember below =
                ThirdMember.keepalived(cluster, cluster.address(50), new Setup(171, 100, 100, lower))) {
            anotherRouterBelowTheNodes("keepalived", below, 171);
        }
    }

    @Test
    void frrIsActiveAboveTheNodesAndBackupBelowThem() {
        String address = cluster.address(172);
        try (ThirdMember above = ThirdMember.frr(cluster, cluster.address(51), new Setup(172, 254, 100, address))) {
            anotherRouterAboveTheNodes("FRR", above, 172);
        }
        String lower = cluster.address(173);
        try (ThirdMember below = ThirdMember.frr(cluster, cluster.address(51), new Setup(173, 100, 100, lower))) {
            anotherRouterBelowTheNodes("FRR", below, 173);
        }
    }

    private void anotherRouterAboveTheNodes(String make, ThirdMember other, int host) {
        try (TestVip vip = apply("above-" + host, host, host)) {
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe()) {
                assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(best);

                other.start();
                assertThat(probe.awaitAnswer(TestVip.LONG, best))
                        .as(other.output())
                        .isEqualTo(other.machine());
                vip.awaitNoHolder();

                other.stop();
                assertThat(probe.awaitAnswer(TestVip.LONG, other.machine())).isEqualTo(best);
                assertThat(vip.holders()).containsExactly(best);
                Measured.print(make + " above the nodes: takes over, resigns", Measured.losses(probe));
            }
        }
    }

    private void anotherRouterBelowTheNodes(String make, ThirdMember other, int host) {
        other.start();
        try (AddressProbe probe = AddressProbe.start(cluster, cluster.address(host))) {
            assertThat(probe.awaitAnswer(TestVip.LONG)).as(other.output()).isEqualTo(other.machine());
            try (TestVip vip = apply("below-" + host, host, host)) {
                probe.awaitAnswer(TestVip.LONG, other.machine());
                vip.awaitReadyOn(best);
            }
            assertThat(probe.awaitAnswer(TestVip.LONG, cluster.nodes().toArray(String[]::new)))
                    .as(other.output())
                    .isEqualTo(other.machine());
            Measured.print(make + " below the nodes: yields, takes over when they resign", Measured.losses(probe));
        }
    }
}
