package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.bench.Stalls.Stall;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {
    private static Probe answered(long sentNanos, long answeredNanos) {
        return new Probe(sentNanos, answeredNanos, 8);
    }

    @Test
    void areNoneWhileProbesGoOutAndComeBackInTime() {
        Stalls stalls = Stalls.of(List.of(
                answered(1_000_000, 1_100_000), answered(2_000_000, 2_100_000), answered(6_500_000, 6_600_000)));

        assertThat(stalls.list()).isEmpty();
        assertThat(stalls.longestNanos()).isZero();
    }

    @Test
    void areSeenByAProbeThatWasSentLate() {
        Stalls stalls = Stalls.of(List.of(answered(1_000_000, 1_100_000), answered(9_000_000, 9_100_000)));

        assertThat(stalls.list()).containsExactly(new Stall(1_000_000, 9_100_000));
    }

    @Test
    void areSeenByAnAnswerThatCameLate() {
        Stalls stalls = Stalls.of(List.of(answered(1_000_000, 1_100_000), answered(2_000_000, 12_000_000)));

        assertThat(stalls.list()).containsExactly(new Stall(1_000_000, 12_000_000));
    }

    @Test
    void areOneWhereSeveralProbesSawTheSame() {
        Stalls stalls = Stalls.of(List.of(
                answered(1_000_000, 1_100_000),
                answered(2_000_000, 12_000_000),
                answered(3_000_000, 12_500_000),
                answered(4_000_000, 12_400_000)));

        assertThat(stalls.list()).containsExactly(new Stall(1_000_000, 12_500_000));
        assertThat(stalls.longestNanos()).isEqualTo(11_500_000);
    }

    @Test
    void areNotSeenByAProbeThatWasLost() {
        Stalls stalls = Stalls.of(List.of(answered(1_000_000, 1_100_000), answered(2_000_000, 0)));

        assertThat(stalls.list()).isEmpty();
    }
}
