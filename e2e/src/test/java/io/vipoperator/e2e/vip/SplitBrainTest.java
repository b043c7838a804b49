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
        try (TestVip vip =
                installation.apply("split", address, installation.specWithBest(active, List.of(address), ""))) {
            vip.awaitReadyOn(active);
            cluster.dropVrrpFrom(active);
            try {
                await("Conflict is True").atMost(TestVip.SHORT).until(() -> vip.isTrue("Conflict"));
                List<String> holders = vip.holders();
                String message = vip.condition("Conflict").orElseThrow().getMessage();

                assertThat(holders).hasSize(2).contains(active);
                assertThat(message).contains(holders);
            } finally {
                cluster.healVrrp();
            }
            long start = System.nanoTime();
            await("one node has " + address)
                    .atMost(TestVip.SHORT)
                    .until(() -> vip.holders().size() == 1);
            long healedMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            await("Conflict is False").atMost(TestVip.SHORT).until(() -> !vip.isTrue("Conflict"));

            String winner = vip.awaitReady();
            assertThat(vip.holders()).containsExactly(winner);
            try (AddressProbe probe = vip.probe()) {
                assertThat(probe.awaitAnswer(Duration.ofSeconds(5))).isEqualTo(winner);
            }
            Measured.print("one-way loss of VRRP: one owner again after it ends in", healedMillis + " ms");
        }
    }
}
