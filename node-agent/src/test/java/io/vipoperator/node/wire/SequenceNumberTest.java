package io.vipoperator.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequence numbers of signed advertisements: from a clock that may be set, compared as serial numbers. */
class SequenceNumberTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 0x68000000L * SECOND;
    private static final long AT_NOW = 0x6800000000000000L;

    @Test
    void secondsAndBinaryFractionsOfASecond() {
        assertThat(SequenceNumber.at(NOW)).isEqualTo(AT_NOW);
        assertThat(SequenceNumber.at(NOW + SECOND / 2)).isEqualTo(0x6800000080000000L);
        assertThat(SequenceNumber.at(NOW + SECOND - 1)).isEqualTo(0x68000000ffff0000L);
    }

    @Test
    void growsAlsoWhereTheClockStands() {
        long first = SequenceNumber.next(0, NOW, 5);
        long second = SequenceNumber.next(first, NOW, 5);
        assertThat(first).isEqualTo(AT_NOW);
        assertThat(second).isEqualTo(AT_NOW + 1);
        assertThat(SequenceNumber.next(second, NOW + SECOND / 2, 5)).isEqualTo(0x6800000080000000L);
    }

    @Test
    void theCounterCarriesIntoTheTime() {
        assertThat(SequenceNumber.next(AT_NOW + 0xffff, NOW, 5)).isEqualTo(AT_NOW + 0x10000);
    }

    @Test
    void aClockSetBackWithinTheWindowGoesOnCounting() {
        assertThat(SequenceNumber.next(SequenceNumber.at(NOW + 5 * SECOND), NOW, 5))
                .isEqualTo(0x6800000500000001L);
    }

    @Test
    void aClockSetBackBeyondTheWindowBeginsAnew() {
        assertThat(SequenceNumber.next(SequenceNumber.at(NOW + 6 * SECOND), NOW, 5))
                .isEqualTo(AT_NOW);
        assertThat(SequenceNumber.next(SequenceNumber.at(NOW + 3600 * SECOND), NOW, 5))
                .isEqualTo(AT_NOW);
    }

    @Test
    void comparedAsSerialNumbersAcrossTheWrap() {
        assertThat(SequenceNumber.isAfter(0x0000000000000001L, 0xffffffffffffffffL))
                .isTrue();
        assertThat(SequenceNumber.isAfter(0xffffffffffffffffL, 0x0000000000000001L))
                .isFalse();
        assertThat(SequenceNumber.isAfter(AT_NOW, AT_NOW)).isFalse();
        assertThat(SequenceNumber.isAfter(AT_NOW + 1, AT_NOW)).isTrue();
    }

    @ParameterizedTest(name = "{0} s off: {1}")
    @CsvSource({
        "0, true",
        "5, true",
        "6, false",
        "-5, true",
        "-6, false",
        "3600, false",
        "-3600, false",
        "2147483648, false"
    })
    void theWindowHasTwoSides(long secondsOff, boolean timely) {
        assertThat(SequenceNumber.isTimely(SequenceNumber.at(NOW + secondsOff * SECOND), NOW, 5))
                .isEqualTo(timely);
    }

    @Test
    void theWindowSpansTheWrapOfTheSeconds() {
        long wrapped = 0x1_0000_0001L * SECOND;
        assertThat(SequenceNumber.secondsAhead(0xffffffff00000000L, wrapped)).isEqualTo(-2);
        assertThat(SequenceNumber.isTimely(0xffffffff00000000L, wrapped, 5)).isTrue();
        assertThat(SequenceNumber.next(0xffffffff00000000L, wrapped, 5)).isEqualTo(0x0000000100000000L);
    }

    @ParameterizedTest(name = "{0} ms: {1} s")
    @CsvSource({"10, 5", "1000, 5", "1670, 6", "2000, 6", "40950, 123"})
    void threeIntervalsAtLeastFiveSeconds(long millis, long seconds) {
        assertThat(SequenceNumber.windowSeconds(millis * 1_000_000)).isEqualTo(seconds);
    }
}
