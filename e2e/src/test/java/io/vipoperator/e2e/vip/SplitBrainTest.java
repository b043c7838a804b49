package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** VRRP is lost one way while everything else, the API server too, is reached: two Actives, which only the status can tell. */
@ExtendWith(HealedLab.class)
class SplitBrainTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @Test
    void twoActivesAreNamedInTheStatusAndHealedWhenTheLossEnds() {
        String address = cluster.address(150);
        // The best one doesn't yield to what it hears of the others; a lesser one would, and there would be no
        // conflict.
        String active = cluster.nodes().getFirst();
        String spec = "{addresses: [" + address + "/24], vrrp: {preemption: {mode: Always, delaySeconds: 0}},"
                + " nodes: {priorities: [{nodeName: " + active + ", priority: 254}]}}";
        try (TestVip vip = installation.apply("split", address, spec)) {
            vip.awaitReadyOn(active);
            cluster.dropVrrpFrom(active);
            try {
                // On a busy machine the lesser of the two others may be Active for a moment first.
                List<String> holders = await("Conflict is True and names the two that have " + address)
                        .atMost(TestVip.LONG)
                        .until(vip::holders, nodes -> nodes.size() == 2 && isNamed(vip, nodes));

                assertThat(holders).contains(active);
            } finally {
                cluster.healVrrp();
            }
            long start = System.nanoTime();
            await("one node has " + address)
                    .atMost(TestVip.LONG)
                    .until(() -> vip.holders().size() == 1);
            long healedMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            await("Conflict is False").atMost(TestVip.LONG).until(() -> !vip.isTrue("Conflict"));

            String winner = vip.awaitReady();
            assertThat(vip.holders()).containsExactly(winner);
            try (AddressProbe probe = vip.probe()) {
                assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(winner);
            }
            Measured.print("one-way loss of VRRP: one owner again after it ends in", healedMillis + " ms");
        }
    }

    private static boolean isNamed(TestVip vip, List<String> nodes) {
        return vip.condition("Conflict")
                .filter(conflict ->
                        "True".equals(conflict.getStatus()) && nodes.stream().allMatch(conflict.getMessage()::contains))
                .isPresent();
    }
}
