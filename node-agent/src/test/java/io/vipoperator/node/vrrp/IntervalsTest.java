package io.vipoperator.node.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Skew_Time and Active_Down_Interval against literal nanoseconds. */
class IntervalsTest {
    @ParameterizedTest(name = "priority {0}, interval {1} ns")
    @CsvSource({
        "254, 1000000000, 7812500, 3007812500",
        "200, 1000000000, 218750000, 3218750000",
        "150, 1000000000, 414062500, 3414062500",
        "100, 1000000000, 609375000, 3609375000",
        "1, 1000000000, 996093750, 3996093750",
        "254, 100000000, 781250, 300781250",
        "200, 100000000, 21875000, 321875000",
        "150, 100000000, 41406250, 341406250",
        "100, 100000000, 60937500, 360937500",
        "1, 100000000, 99609375, 399609375",
        "254, 10000000, 78125, 30078125",
        "200, 10000000, 2187500, 32187500",
        "150, 10000000, 4140625, 34140625",
        "100, 10000000, 6093750, 36093750",
        "1, 10000000, 9960937, 39960937",
        "255, 1000000000, 3906250, 3003906250",
        "0, 1000000000, 1000000000, 4000000000",
        "1, 40950000000, 40790039062, 163640039062"
    })
    void skewTimeAndActiveDownIntervalAreExact(int priority, long interval, long skew, long activeDown) {
        assertThat(Intervals.skewNanos(3, priority, interval)).isEqualTo(skew);
        assertThat(Intervals.activeDownNanos(3, priority, interval)).isEqualTo(activeDown);
    }

    @ParameterizedTest(name = "version 2, priority {0}, interval {1} ns")
    @CsvSource({
        "254, 1000000000, 7812500, 3007812500",
        "100, 1000000000, 609375000, 3609375000",
        "100, 5000000000, 609375000, 15609375000",
        "1, 255000000000, 996093750, 765996093750"
    })
    void inVersion2SkewTimeIsAPartOfASecondWhateverTheInterval(int priority, long interval, long skew, long down) {
        assertThat(Intervals.skewNanos(2, priority, interval)).isEqualTo(skew);
        assertThat(Intervals.activeDownNanos(2, priority, interval)).isEqualTo(down);
    }

    @ParameterizedTest(name = "version {0}, interval {1} ns")
    @CsvSource({
        "3, 10000000, 40000000, 40000000",
        "3, 1000000000, 4000000000, 4000000000",
        "3, 40950000000, 163800000000, 8000000000",
        "2, 1000000000, 4000000000, 4000000000",
        "2, 3000000000, 10000000000, 8000000000"
    })
    void aSuccessorIsWaitedForAsLongAsTheLeastBackupNeedsButAtAStopNoLongerThanEightSeconds(
            int version, long interval, long handOver, long stop) {
        assertThat(Intervals.handOverNanos(version, interval)).isEqualTo(handOver);
        assertThat(Intervals.stopNanos(Intervals.handOverNanos(version, interval)))
                .isEqualTo(stop);
    }

    @ParameterizedTest(name = "{0} ns are {1} cs")
    @CsvSource({"10000000, 1", "1000000000, 100", "40950000000, 4095"})
    void centisecondsStandOnTheWire(long nanos, int centiseconds) {
        assertThat(Intervals.toCentiseconds(nanos)).isEqualTo(centiseconds);
        assertThat(Intervals.fromCentiseconds(centiseconds)).isEqualTo(nanos);
    }

    @Test
    void answersArePacedByATenthOfTheIntervalButAtLeastTenMilliseconds() {
        assertThat(Intervals.answerPaceNanos(1_000_000_000L)).isEqualTo(100_000_000L);
        assertThat(Intervals.answerPaceNanos(100_000_000L)).isEqualTo(10_000_000L);
        assertThat(Intervals.answerPaceNanos(10_000_000L)).isEqualTo(10_000_000L);
    }
}
