package io.vipoperator.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static long retryMillis(int failures) {
        Instant at = Planner.wakeAt(new Turn.Outcome(true, Optional.empty()), failures, NOW)
                .orElseThrow();
        return Duration.between(NOW, at).toMillis();
    }

    @Test
    void whatFailsIsTriedAgainEverMoreSeldomButForEver() {
        assertThat(retryMillis(1)).isEqualTo(250);
        assertThat(retryMillis(2)).isEqualTo(500);
        assertThat(retryMillis(5)).isEqualTo(4000);
        assertThat(retryMillis(1_000_000)).isEqualTo(4000);
    }

    @Test
    void aDeadlineOfTheTurnIsKeptWhereItComesFirst() {
        Optional<Instant> soon = Optional.of(NOW.plusMillis(100));
        Optional<Instant> late = Optional.of(NOW.plusMillis(9000));
        assertThat(Planner.wakeAt(new Turn.Outcome(true, soon), 1, NOW)).isEqualTo(soon);
        assertThat(Planner.wakeAt(new Turn.Outcome(true, late), 1, NOW)).contains(NOW.plusMillis(250));
        assertThat(Planner.wakeAt(new Turn.Outcome(false, late), 0, NOW)).isEqualTo(late);
    }
}
