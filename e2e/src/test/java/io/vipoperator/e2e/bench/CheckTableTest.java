package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.bench.CheckCost.Cost;
import io.vipoperator.e2e.bench.CheckRounds.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTableTest {
    private static Round http(String label, int interval, long gapMilliseconds, int lost) {
        return new Round(label, Checks.Kind.HTTP, 200, interval, gapMilliseconds * 1_000_000, lost, 0);
    }

    private static String table(List<Round> rounds, List<List<Cost>> costs) {
        return new CheckTable(rounds, costs, "agent", "keepalived").text();
    }

    @Test
    void comparesWhatWasWantedAlsoWhereAProductChecksMoreSlowly() {
        List<Round> rounds = List.of(
                http("agent", 200, 300, 0),
                http("agent", 200, 400, 1),
                http("agent", 200, 200, 0),
                http("keepalived", 1000, 1500, 6),
                http("keepalived", 1000, 2000, 7),
                http("keepalived", 1000, 1000, 5));

        assertThat(table(rounds, List.of())).isEqualTo("""
                | | agent | keepalived | ratio |
                |---|---|---|---|
                | a server stops, http check of 200 ms, 2 failures: until the other node answers, median / worst | 300 / 400 ms | 1500 / 2000 ms (checks every 1000 ms, its fastest) | 0.20 / 0.20 |
                | probes lost in that move, median / worst | 0 / 1 | 6 / 7 | – |
                """);
    }

    @Test
    void saysWhereTheAddressDidNotMove() {
        List<Round> rounds = List.of(
                http("agent", 200, 300, 0),
                http("agent", 200, 0, 0),
                http("keepalived", 200, 600, 0),
                http("keepalived", 200, 600, 0));

        assertThat(table(rounds, List.of())).contains("| 300 / 300 ms (1 never) | 600 / 600 ms | 0.50 / 0.50 |");
    }

    @Test
    void comparesWhatEachCheckCostsWhereAProductBearsFewer() {
        List<Cost> costs = List.of(
                new Cost("agent", Checks.Kind.HTTP, 500, 100, 120, 500, 0),
                new Cost("keepalived", Checks.Kind.HTTP, 120, 960, 15, 120, 9.4));

        assertThat(table(List.of(), List.of(costs))).endsWith("""
                | 500 http checks of 1 s, CPU | 100 ms a second | 960 ms a second, for the 120 that take half of the cores | – |
                | CPU for each of these checks | 0.20 ms | 8.00 ms | 0.03 |
                | resident memory with them | 120 MiB | 15 MiB and 9 programs | – |
                """);
    }

    @Test
    void saysWhereAProductRunsFewerChecksThanItWasTold() {
        List<Cost> costs = List.of(
                new Cost("agent", Checks.Kind.TCP, 50, 100, 120, 50, 0),
                new Cost("keepalived", Checks.Kind.TCP, 50, 200, 15, 40, 1.4));

        assertThat(table(List.of(), List.of(costs)))
                .contains(
                        "| 50 tcp checks of 1 s, CPU | 100 ms a second | 200 ms a second, of which 40 are run | 0.50 |");
    }

    @Test
    void aMachineBearsWhatTakesHalfOfItsCores() {
        assertThat(CheckCost.borne(new Cost("keepalived", Checks.Kind.HTTP, 50, 400, 15, 50, 0), 2))
                .isEqualTo(120);
        assertThat(CheckCost.borne(new Cost("agent", Checks.Kind.HTTP, 50, 50, 110, 50, 0), 2))
                .isEqualTo(1000);
    }
}
