package io.vipoperator.node.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole segments in virtual time. {@code -Dsim.seeds=N} runs the seeds from 1 to N (200 if absent), {@code -Dsim.seed=S} one
 * of them alone.
 */
class SegmentSimulationTest {
    static LongStream seeds() {
        Long one = Long.getLong("sim.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Long.getLong("sim.seeds", 200));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void alwaysSafeAndOneActiveAfterHealing(long seed) {
        assertThatCode(() -> SeededRun.run(seed)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSameSeedMakesTheSameHappen(long seed) {
        assertThat(SeededRun.run(seed)).isEqualTo(SeededRun.run(seed));
    }
}
