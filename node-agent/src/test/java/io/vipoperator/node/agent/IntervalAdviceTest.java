package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.router;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.vrrp.TransitionReason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalAdviceTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final long MINUTE = 60_000_000_000L;

    /** Active_Down_Interval is 300 ms + 156 * 100 / 256 ms = 360.9375 ms, a third of which is 120.3125 ms. */
    @Test
    void moreThanAThirdOfTheDownIntervalIsTooLate() {
        assertThat(IntervalAdvice.of(List.of(report("uid: a", RouterPhase.BACKUP)), 120_312_500L))
                .isEmpty();
        assertThat(IntervalAdvice.of(List.of(report("uid: a", RouterPhase.BACKUP)), 120_312_501L))
                .isEqualTo(
                        "web/IPv4: an interval of 100 ms is too short for this node, whose loop was late by 121 ms in"
                                + " the last hour, more than a third of the 361 ms after which a Backup takes over; an"
                                + " advertisementIntervalMilliseconds of 250 would do");
    }

    @Test
    void theActiveIsToldToo() {
        assertThat(IntervalAdvice.of(List.of(report("uid: a", RouterPhase.ACTIVE)), 130 * MILLISECOND))
                .endsWith("an advertisementIntervalMilliseconds of 260 would do");
    }

    @Test
    void aRouterInFaultIsNot() {
        assertThat(IntervalAdvice.of(List.of(report("uid: a", RouterPhase.FAULT)), 5_000 * MILLISECOND))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, 10",
        "3, 5000000, 10",
        "3, 5000001, 20",
        "3, 1000000000, 2000",
        "3, 30000000000, 40950",
        "2, 1, 1000",
        "2, 500000001, 2000",
        "2, 200000000000, 255000"
    })
    void theAdvisedIntervalIsTwiceTheLatenessAndOneThatTheVersionCanSay(int version, long lateNanos, long millis) {
        assertThat(IntervalAdvice.advisedNanos(version, lateNanos)).isEqualTo(millis * MILLISECOND);
    }

    @Test
    void aRouterWithTheLongestIntervalIsNotAdvisedToTakeAShorterOne() {
        assertThat(IntervalAdvice.of(
                        List.of(report("advertisementIntervalMilliseconds: 40950", RouterPhase.BACKUP)),
                        600_000 * MILLISECOND))
                .isEmpty();
    }

    @Test
    void atMostFiveRoutersAreNamed() {
        List<RouterReport> many = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            many.add(report("virtualIP: web-" + i, RouterPhase.BACKUP));
        }

        assertThat(IntervalAdvice.of(many, 130 * MILLISECOND))
                .contains("web-4/IPv4")
                .doesNotContain("web-5/IPv4")
                .endsWith("; and 2 more routers");
    }

    @Test
    void theConditionIsThereForTheHourThatFollows() {
        long[] nowNanos = {0};
        AgentConditions conditions = new AgentConditions(Clock.systemUTC());
        LatenessWatch watch = new LatenessWatch(() -> nowNanos[0], conditions);
        watch.look(500 * MILLISECOND);
        assertThat(conditions.current()).isEmpty();

        watch.report(new LoopReport(1, 0, List.of(report("uid: a", RouterPhase.BACKUP)), List.of(), List.of()));
        nowNanos[0] = MINUTE;
        watch.look(MILLISECOND);
        assertThat(conditions.current()).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("IntervalTooShort");
            assertThat(condition.getStatus()).isEqualTo("True");
            assertThat(condition.getReason()).isEqualTo("LoopLate");
            assertThat(condition.getMessage()).contains("web/IPv4").endsWith("of 1000 would do");
        });

        nowNanos[0] = 61 * MINUTE;
        watch.look(MILLISECOND);
        assertThat(conditions.current()).extracting(Condition::getType).isEmpty();
    }

    private static RouterReport report(String field, RouterPhase state) {
        return new RouterReport(
                router(SOUND, field),
                Optional.of("eth0"),
                state,
                100,
                false,
                Set.of(),
                Optional.empty(),
                0,
                TransitionReason.Started,
                Set.of(),
                "",
                Optional.empty());
    }
}
