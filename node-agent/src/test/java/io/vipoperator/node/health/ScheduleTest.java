package io.vipoperator.node.health;

import static io.vipoperator.node.health.Setups.SECOND;
import static io.vipoperator.node.health.Setups.check;
import static io.vipoperator.node.health.Setups.probing;
import static io.vipoperator.node.health.Setups.timed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When probes start. */
class ScheduleTest {
    private static final long NOW = 77_000_000_123L;

    @Test
    void fromStartToStartIsAnInterval() {
        CheckSetup nginx = check("nginx");
        long first = Schedule.nextNanos(nginx, Standing.HEALTHY, NOW);
        assertThat(first - NOW).isBetween(SECOND / 2, 3 * SECOND / 2);
        assertThat(Schedule.nextNanos(nginx, Standing.HEALTHY, first)).isEqualTo(first + SECOND);
    }

    @Test
    void aProbeThatStartsLateDoesNotMoveTheNext() {
        CheckSetup nginx = check("nginx");
        long first = Schedule.nextNanos(nginx, Standing.FAILING, NOW);
        assertThat(Schedule.nextNanos(nginx, Standing.FAILING, first + 400_000_000L))
                .isEqualTo(first + SECOND);
        assertThat(Schedule.nextNanos(nginx, Standing.FAILING, first + 600_000_000L))
                .isEqualTo(first + 2 * SECOND);
    }

    @Test
    void aCheckWithoutAVerdictProbesAsFastAsItsTimeoutAllows() {
        assertThat(Schedule.nextNanos(check("nginx"), Standing.UNKNOWN, NOW)).isEqualTo(NOW + 300_000_000L);
    }

    @Test
    void theFirstProbeOfACheckWithoutAVerdictComesSoon() {
        for (int i = 0; i < 100; i++) {
            assertThat(Schedule.firstNanos(check("check-" + i), Standing.UNKNOWN, NOW) - NOW)
                    .isBetween(0L, 200_000_000L);
        }
        CheckSetup fast = timed("fast", SECOND, 10_000_000L, Standing.UNKNOWN, probing("::1"));
        assertThat(Schedule.firstNanos(fast, Standing.UNKNOWN, NOW) - NOW).isBetween(0L, 10_000_000L);
    }

    @Test
    void aRestartedAgentProbesWithinASecondHoweverLongTheInterval() {
        CheckSetup slow = timed("slow", 3_600 * SECOND, SECOND, Standing.UNKNOWN, probing("::1"));
        assertThat(Schedule.firstNanos(slow, Standing.HEALTHY, NOW) - NOW).isBetween(0L, SECOND);
    }

    @Test
    void aHundredChecksDoNotFireTogether() {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            starts.add(Math.floorMod(Schedule.nextNanos(check("check-" + i), Standing.HEALTHY, NOW), SECOND));
        }
        Collections.sort(starts);
        for (int decile = 0; decile < 10; decile++) {
            long from = decile * SECOND / 10;
            assertThat(starts.stream().filter(start -> start >= from && start < from + SECOND / 10))
                    .as("tenth %d of the interval", decile)
                    .hasSizeBetween(3, 20);
        }
    }
}
