package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.bench.OutageRounds.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostProbesTest {
    private static Round round(String label, Fault fault, int lost) {
        return new Round(label, fault, 100, new Outage(lost * 1_000_000L, lost, true, 1), 0, 0);
    }

    @Test
    void showsPlannedMovesOfAllProducts() {
        List<Round> rounds = List.of(
                round("agent", Fault.HOST_CRASH, 250),
                round("agent", Fault.SWITCHOVER, 0),
                round("agent", Fault.SWITCHOVER, 0),
                round("agent", Fault.SWITCHOVER, 3),
                round("keepalived", Fault.SWITCHOVER, 7));

        assertThat(new LostProbes(rounds, List.of("agent", "keepalived", "FRR")).text())
                .isEqualTo("""
                        interval move          | agent                      | keepalived                 | FRR
                        ms                     | median worst none lost in  | median worst none lost in  | median worst none lost in
                        100      switchover    | 0      3     2/3           | 7      7     0/1           | -
                        """);
    }
}
