package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestHourTest {
    private static final long MINUTE = 60_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {0, 1_234_567_890_123L, -7_200_000_000_001L})
    void theWorstIsRememberedForAnHourWhateverTheClocksOrigin(long origin) {
        LatestHour hour = new LatestHour();
        assertThat(hour.worst(origin)).isZero();

        hour.add(origin, 5);
        hour.add(origin + MINUTE, 9);
        hour.add(origin + 2 * MINUTE, 3);

        assertThat(hour.worst(origin + 2 * MINUTE)).isEqualTo(9);
        assertThat(hour.worst(origin + 60 * MINUTE)).isEqualTo(9);
        assertThat(hour.worst(origin + 61 * MINUTE)).isEqualTo(3);
        assertThat(hour.worst(origin + 62 * MINUTE)).isZero();
    }

    @Test
    void theWorstOfAMinuteCounts() {
        LatestHour hour = new LatestHour();
        hour.add(0, 5);
        hour.add(1, 8);
        hour.add(2, 2);

        assertThat(hour.worst(3)).isEqualTo(8);
    }

    @Test
    void afterALongSilenceNothingIsLeft() {
        LatestHour hour = new LatestHour();
        hour.add(0, 5);

        assertThat(hour.worst(1_000_000 * MINUTE)).isZero();
        hour.add(1_000_000 * MINUTE, 4);
        assertThat(hour.worst(1_000_059 * MINUTE)).isEqualTo(4);
        assertThat(hour.worst(1_000_060 * MINUTE)).isZero();
    }
}
