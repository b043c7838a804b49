package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void takesTheMiddleAndTheEndOfAnUnsortedSample() {
        assertThat(Summary.of(List.of(30.0, 10.0, 20.0))).isEqualTo(new Summary(3, 20, 30, 30));
    }

    @Test
    void takesTheLowerMiddleOfAnEvenSample() {
        assertThat(Summary.of(List.of(1.0, 2.0, 3.0, 4.0)).median()).isEqualTo(2);
    }

    @Test
    void leavesOneInAHundredAboveTheP99() {
        List<Double> values =
                IntStream.rangeClosed(1, 200).mapToObj(Double::valueOf).toList();

        assertThat(Summary.of(values)).isEqualTo(new Summary(200, 100, 198, 200));
    }

    @Test
    void saysNothingOfAnEmptySample() {
        assertThat(Summary.of(List.of()).median()).isNaN();
    }
}
