package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a test which fails takes no other one along: what it may leave behind is put right. */
@ExtendWith(HealedLab.class)
class LabHealingTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @Test
    void whateverATestLeftBehindIsPutRightAndTheReportNamesIt() {
        String address = cluster.address(180);
        List<String> nodes = cluster.nodes();
        TestVip left = installation.apply("left", address, installation.specWithBest("node1", List.of(address), ""));
        left.awaitReadyOn("node1");
        cluster.addMember("stray", cluster.address(52));
        cluster.kubectl("-n", Installation.NAMESPACE, "scale", "deployment/vip-operator", "--replicas=0");
        cluster.signalAgent("node1", "STOP");
        cluster.dropVrrpFrom("node1");
        cluster.killKubelet("node2");
        cluster.cableCut("node2");
        cluster.powerCut("node3");
        cluster.apiAway();

        String report = cluster.report();
        cluster.heal();

        assertThat(report)
                .contains("node3: has no power")
                .containsPattern("fault: .*\"node1\" meta l4proto vrrp drop")
                .containsPattern("vip-agent-\\w+ on node1: .* vip left/\\S+ .*: ACTIVE ")
                .containsPattern("VirtualIP: left +10\\.77\\.0\\.180/24 +node1");
        assertThat(report.lines().count()).isLessThan(90);
        assertThat(nodes).allMatch(cluster::runs);
        assertThat(left.status()).isEmpty();
        assertThat(left.holders()).isEmpty();
        assertThat(installation.pods(Installation.DEPLOYMENT))
                .filteredOn(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .extracting(pod -> pod.getSpec().getNodeName())
                .hasSize(2)
                .doesNotHaveDuplicates();
        try (TestVip vip = installation.apply("healed", address, "{addresses: [" + address + "/24]}")) {
            vip.awaitMembers(3);
        }
    }
}
