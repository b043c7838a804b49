package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import io.vipoperator.e2e.HoldingTimes;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agents are rolled to a new image, one node after the other. */
@ExtendWith(HealedLab.class)
class RolloutTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @Test
    void aRolloutMovesAddressesAndNeverGivesOneTwoOwners() {
        String address = cluster.address(160);
        try (TestVip vip = installation.apply("rollout", address, "{addresses: [" + address + "/24]}")) {
            vip.awaitReady();
            String former = image();
            String next = former.substring(0, former.lastIndexOf(':')) + ":e2e-next";
            cluster.tagImage(former, next);
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);
                long start = System.nanoTime();

                roll(next);
                long rolledMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
                vip.awaitReady();

                HoldingTimes times = watch.holdingTimes();
                Measured.print(
                        "agents rolled to a new image on three nodes",
                        String.format(
                                Locale.ROOT,
                                "%d ms, %d moves, two had it for %.0f ms, %s",
                                rolledMillis,
                                times.moves() - 1,
                                times.longestTogether().longestMillis(),
                                Measured.losses(probe)));
                assertThat(times.longestTogether().longestMillis()).isLessThan(Measured.HAND_OVER_MILLIS);
                assertThat(times.holders()).hasSize(1);
                Measured.assertNothingLost("agents rolled to a new image", probe);
            } finally {
                roll(former);
            }
        }
    }

    private String image() {
        return cluster.kubectl(
                "-n",
                Installation.NAMESPACE,
                "get",
                "podtemplate",
                "vip-agent",
                "-o",
                "jsonpath={.template.spec.containers[0].image}");
    }

    private void roll(String image) {
        cluster.kubectl(
                "-n",
                Installation.NAMESPACE,
                "patch",
                "podtemplate",
                "vip-agent",
                "--type=json",
                "-p",
                "[{\"op\": \"replace\", \"path\": \"/template/spec/containers/0/image\", \"value\": \"" + image
                        + "\"}]");
        await("the operator stamps the DaemonSet with " + image)
                .atMost(TestVip.LONG)
                .until(() -> image.equals(cluster.client()
                        .apps()
                        .daemonSets()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(Installation.DAEMON_SET)
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage()));
        installation.awaitAgents();
    }
}
