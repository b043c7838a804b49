package io.vipoperator.e2e.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final long MS = 1_000_000;

    private final Timeline timeline = new Timeline(0, 1_700_000_000_000L);

    @Test
    void saysWhoAnswersFirst() {
        assertThat(timeline.answer(new Timeline.Answer(0, 5 * MS, "node1")))
                .containsExactly(new ProbeEvent.Answered("node1", 1_700_000_000_005L));
    }

    @Test
    void saysNothingWhileTheSameServerAnswers() {
        timeline.answer(new Timeline.Answer(0, 0, "node1"));

        assertThat(timeline.answer(new Timeline.Answer(1, MS, "node1"))).isEmpty();
    }

    @Test
    void measuresAGapFromTheLastAnsweredQuestionToTheNext() {
        timeline.answer(new Timeline.Answer(7, 7 * MS, "node1"));

        assertThat(timeline.answer(new Timeline.Answer(11, 11 * MS + 400_000, "node2")))
                .containsExactly(
                        new ProbeEvent.Gap(4.4, 3, "node1", "node2", 1_700_000_000_007L),
                        new ProbeEvent.Answered("node2", 1_700_000_000_011L));
    }

    @Test
    void seesAHandOverThatLosesNothing() {
        timeline.answer(new Timeline.Answer(0, 0, "node1"));

        assertThat(timeline.answer(new Timeline.Answer(1, MS, "node2")))
                .containsExactly(new ProbeEvent.Answered("node2", 1_700_000_000_001L));
        assertThat(timeline.ended(2, 0)).isEqualTo(new ProbeEvent.Ended(2, 2, 0, 0, 0));
    }

    @Test
    void countsAnOvertakenAnswerAndSaysNothing() {
        timeline.answer(new Timeline.Answer(3, 3 * MS, "node2"));

        assertThat(timeline.answer(new Timeline.Answer(2, 2 * MS, "node1"))).isEmpty();
        assertThat(timeline.ended(4, 0).answered()).isEqualTo(2);
    }

    @Test
    void saysSilenceOnce() {
        timeline.answer(new Timeline.Answer(0, 0, "node1"));

        assertThat(timeline.awaited()).isEqualTo(1);
        assertThat(timeline.idle(MS, 101 * MS)).isEmpty();
        assertThat(timeline.idle(MS, 102 * MS)).contains(new ProbeEvent.Silent("node1", 1_700_000_000_000L));
        assertThat(timeline.idle(MS, 103 * MS)).isEmpty();
    }

    @Test
    void saysWhenAnAnswerWasOnlyLate() {
        timeline.answer(new Timeline.Answer(0, 0, "node1"));
        timeline.idle(0, 101 * MS);

        assertThat(timeline.answer(new Timeline.Answer(1, MS, "node1")))
                .containsExactly(new ProbeEvent.Answered("node1", 1_700_000_000_001L));
    }

    @Test
    void readsWhatItPrints() {
        List<ProbeEvent> events = List.of(
                new ProbeEvent.Answered("node1", 5),
                new ProbeEvent.Silent("node1", 6),
                new ProbeEvent.Gap(301.5, 300, "node1", "node2", 7),
                new ProbeEvent.Ended(1000, 700, 1, 301.5, 0.2));

        assertThat(events)
                .allSatisfy(
                        event -> assertThat(ProbeEvent.parse(event.toString())).contains(event));
    }
}
