package io.vipoperator.node.sim;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seeds that run fast, for the planted mistakes. */
class FewSeedsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alwaysSafeAndOneActiveAfterHealing(long seed) {
        assertThatCode(() -> SeededRun.run(seed)).doesNotThrowAnyException();
    }
}
