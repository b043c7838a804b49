package io.vipoperator.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final EventBudget budget = new EventBudget();

    private int spent(String virtualIP, Instant at) {
        int spent = 0;
        while (spent < 100 && budget.spend(virtualIP, at)) {
            spent++;
        }
        return spent;
    }

    @Test
    void tenAtOnceAndThenOneEveryTenSeconds() {
        assertThat(spent("a", START)).isEqualTo(10);
        assertThat(spent("a", START.plusSeconds(9))).isZero();
        assertThat(spent("a", START.plusSeconds(10))).isEqualTo(1);
        assertThat(spent("a", START.plusSeconds(40))).isEqualTo(3);
        assertThat(spent("a", START.plusSeconds(1000))).isEqualTo(10);
    }

    @Test
    void oneThatIsNoisyTakesNothingFromAnother() {
        assertThat(spent("a", START)).isEqualTo(10);
        assertThat(spent("b", START)).isEqualTo(10);
    }
}
