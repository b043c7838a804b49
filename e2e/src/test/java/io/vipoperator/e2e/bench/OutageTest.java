package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final int SUCCESSOR = 2;

    private static Probe answered(long milliseconds, int by) {
        return new Probe(milliseconds * 1_000_000, (milliseconds * 1_000_000) + 100_000, by);
    }

    private static Probe lost(long milliseconds) {
        return new Probe(milliseconds * 1_000_000, 0, 0);
    }

    @Test
    void lastsFromTheFirstLostProbeToTheFirstThatTheSuccessorAnswers() {
        List<Probe> probes = List.of(answered(10, 1), lost(11), lost(12), lost(13), answered(14, 2), answered(15, 2));

        assertThat(Outage.of(probes, 10_500_000, SUCCESSOR)).isEqualTo(new Outage(3_000_000, 3, true, 14_000_000));
    }

    @Test
    void isNothingWhereNoProbeWasLost() {
        List<Probe> probes = List.of(answered(10, 1), answered(11, 1), answered(12, 2));

        assertThat(Outage.of(probes, 10_500_000, SUCCESSOR)).isEqualTo(new Outage(0, 0, true, 12_000_000));
    }

    @Test
    void goesOnWhileTheOldHostAnswersBetweenLosses() {
        List<Probe> probes = List.of(lost(11), answered(12, 1), lost(13), answered(14, 2));

        assertThat(Outage.of(probes, 10_500_000, SUCCESSOR)).isEqualTo(new Outage(3_000_000, 2, true, 14_000_000));
    }

    @Test
    void ignoresWhatWasLostBeforeTheFault() {
        List<Probe> probes = List.of(lost(9), lost(10), answered(11, 1), lost(12), answered(13, 2));

        assertThat(Outage.of(probes, 10_500_000, SUCCESSOR)).isEqualTo(new Outage(1_000_000, 1, true, 13_000_000));
    }

    @Test
    void isNotOverUntilTheSuccessorAnswers() {
        List<Probe> probes = List.of(lost(11), lost(12), lost(13));

        assertThat(Outage.of(probes, 10_500_000, SUCCESSOR)).isEqualTo(new Outage(2_000_000, 3, false, 0));
    }

    @Test
    void countsAnAnswerThatComesAfterATenthOfASecondAsLost() {
        Probe late = new Probe(11_000_000, 111_000_001, 2);
        List<Probe> probes = List.of(late, answered(12, 2));

        assertThat(Outage.of(probes, 10_500_000, SUCCESSOR)).isEqualTo(new Outage(1_000_000, 1, true, 12_000_000));
    }
}
