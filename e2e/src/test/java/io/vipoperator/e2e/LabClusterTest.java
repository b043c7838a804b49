package io.vipoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.vipoperator.e2e.probe.ProbeEvent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lab itself: that its faults are what they say, seen by the probe on addresses that are put on NICs by hand. */
@ExtendWith(HealedLab.class)
class LabClusterTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Cluster cluster = LabCluster.shared();
    private final String address = cluster.address(199);

    @AfterEach
    void removeTheAddress() {
        for (String node : cluster.nodes()) {
            if (AddressWatch.isOn(cluster, node, address)) {
                cluster.runInNetworkOf(node, "ip", "address", "delete", address + "/32", "dev", "eth0");
            }
        }
    }

    private void hold(String node) {
        cluster.runInNetworkOf(node, "ip", "address", "add", address + "/32", "dev", "eth0");
        cluster.runInNetworkOf(cluster.probeMachine(), "ip", "neighbour", "flush", "to", address);
    }

    @Test
    void aProbeSeesThePowerCutOfANodeAndTheNodeComesBack() {
        hold("node3");
        try (AddressProbe probe = AddressProbe.start(cluster, address);
                AddressWatch watch = AddressWatch.start(cluster, address)) {
            assertThat(probe.awaitAnswer(LIMIT)).isEqualTo("node3");

            watch.lost("node3");
            cluster.powerCut("node3");
            hold("node1");

            assertThat(probe.awaitAnswer(LIMIT, "node3")).isEqualTo("node1");
            assertThat(probe.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.from()).isEqualTo("node3");
                assertThat(gap.to()).isEqualTo("node1");
            });
            assertThat(watch.holdingTimes().holders()).containsExactly("node1");
            assertThat(watch.holdingTimes().longestTogether().longestMillis()).isZero();

            awaitReady("node3", false);
            cluster.boot("node3");
            awaitReady("node3", true);
        }
    }

    @Test
    void anUndisturbedAddressLosesNothing() {
        hold("node1");
        try (AddressProbe probe = AddressProbe.start(cluster, address)) {
            probe.awaitAnswer(LIMIT);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

            ProbeEvent.Ended ended = probe.end();

            assertThat(ended.gaps()).isZero();
            assertThat(ended.answered()).isEqualTo(ended.sent()).isGreaterThan(1000);
        }
    }

    @Test
    void aNodeThatLosesTheApiServerIsNotReadyAndStillAnswers() {
        hold("node2");
        try (AddressProbe probe = AddressProbe.start(cluster, address)) {
            probe.awaitAnswer(LIMIT);

            cluster.apiAway("node2");
            try {
                awaitReady("node2", false);
                assertThat(probe.gaps()).isEmpty();
                assertThat(cluster.kubectl("get", "node", "node1")).contains(" Ready ");
            } finally {
                cluster.apiBack();
            }
            awaitReady("node2", true);
        }
    }

    @Test
    void aCutCableIsALostCarrier() {
        cluster.cableCut("node1");
        try {
            assertThat(cluster.runInNetworkOf("node1", "ip", "-o", "link", "show", "eth0"))
                    .contains("NO-CARRIER");
        } finally {
            cluster.cableJoin("node1");
        }
        assertThat(cluster.runInNetworkOf("node1", "ip", "-o", "link", "show", "eth0"))
                .doesNotContain("NO-CARRIER");
    }

    private void awaitReady(String node, boolean ready) {
        await("node " + node + (ready ? " is Ready" : " is not Ready"))
                .atMost(LIMIT)
                .until(() -> isReady(cluster.client().nodes().withName(node).get()) == ready);
    }

    private static boolean isReady(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
