package io.vipoperator.node.vrrp;

import static io.vipoperator.node.vrrp.RouterUnderTest.HIGHER;
import static io.vipoperator.node.vrrp.RouterUnderTest.config;
import static io.vipoperator.node.vrrp.RouterUnderTest.started;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A Backup that wakes long after Active_Down_Timer: the Active may have been held up with it. */
class LateBackupTest {
    private static final Effect ADVERTISE = new Effect.Advertise(100);

    private final RouterUnderTest router = started(config(100));

    @Test
    void itListensForOneAndAHalfIntervalsAndSkewTimeAndThenTakesOver() {
        router.hears(0, 200, HIGHER);
        assertThat(router.deadlinePassed(4_809_375_000L)).isEmpty();
        assertThat(router.deadlineNanos()).isEqualTo(6_918_750_000L);
        assertThat(router.deadlinePassed(6_918_750_000L))
                .containsExactly(
                        ADVERTISE, new Effect.ClaimAddresses(), new Effect.Report(TransitionReason.ActiveDown));
    }

    @Test
    void itListensOnlyOnce() {
        router.hears(0, 200, HIGHER);
        assertThat(router.deadlinePassed(9_000_000_000L)).isEmpty();
        assertThat(router.deadlinePassed(15_000_000_000L)).startsWith(ADVERTISE);
    }

    @Test
    void anActiveThatIsHeardMeanwhileIsFollowedAsBefore() {
        router.hears(0, 200, HIGHER);
        router.deadlinePassed(4_809_375_000L);
        assertThat(router.hears(4_900_000_000L, 200, HIGHER)).isEmpty();
        assertThat(router.deadlineNanos()).isEqualTo(8_509_375_000L);
    }

    @Test
    void anIntervalIsNotLate() {
        router.hears(0, 200, HIGHER);
        assertThat(router.deadlinePassed(4_609_375_000L)).startsWith(ADVERTISE);
    }

    @Test
    void whoFollowsNobodyOrOneWhoResignedTakesOverAtOnce() {
        assertThat(router.deadlinePassed(9_000_000_000L)).startsWith(ADVERTISE);
        RouterUnderTest resigned = started(config(100));
        resigned.hears(0, 200, HIGHER);
        resigned.hears(1, 0, HIGHER);
        assertThat(resigned.deadlinePassed(9_000_000_000L)).startsWith(ADVERTISE);
    }
}
