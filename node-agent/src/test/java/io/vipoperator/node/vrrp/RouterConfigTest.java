package io.vipoperator.node.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A configuration that can't run can't be built, and the error names the field, the value and the rule. */
class RouterConfigTest {
    private static final AnnouncementPlan ONCE = new AnnouncementPlan(1, 0, 0, 0);

    private static RouterConfig config(int vrid, int priority, List<IpAddress> addresses, long interval, long delay) {
        return config(3, vrid, priority, false, addresses, interval, delay);
    }

    private static RouterConfig config(
            int version,
            int vrid,
            int priority,
            boolean failing,
            List<IpAddress> addresses,
            long interval,
            long delay) {
        return new RouterConfig(
                version,
                vrid,
                priority,
                failing,
                GroupRole.ALONE,
                RouterUnderTest.OURS,
                addresses,
                Set.of(),
                interval,
                4_000_000_000L,
                true,
                delay,
                delay,
                ONCE);
    }

    private static void refused(
            String message, int vrid, int priority, List<IpAddress> addresses, long interval, long delay) {
        assertThatThrownBy(() -> config(vrid, priority, addresses, interval, delay))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theOutermostValuesAreAccepted() {
        List<IpAddress> one = List.of(RouterUnderTest.VIRTUAL);
        assertThat(config(1, 0, one, 10_000_000L, 0).priority()).isZero();
        assertThat(config(255, 255, Collections.nCopies(255, RouterUnderTest.VIRTUAL), 40_950_000_000L, 1)
                        .addresses())
                .hasSize(255);
    }

    @Test
    void whatLiesBeyondThemIsRefused() {
        List<IpAddress> one = List.of(RouterUnderTest.VIRTUAL);
        refused("virtualRouterID must be 1..255, not 0", 0, 100, one, 1_000_000_000L, 0);
        refused("virtualRouterID must be 1..255, not 256", 256, 100, one, 1_000_000_000L, 0);
        refused("priority must be 0..255, not 256", 51, 256, one, 1_000_000_000L, 0);
        refused("there must be 1..255 addresses, not 0", 51, 100, List.of(), 1_000_000_000L, 0);
        refused("preemptDelayNanos must not be negative, not -1", 51, 100, one, 1_000_000_000L, -1);
        for (long interval : new long[] {0, 9_999_999L, 15_000_000L, 40_960_000_000L}) {
            refused(
                    "intervalNanos must be 10 ms to 40.95 s in steps of 10 ms, not " + interval,
                    51,
                    100,
                    one,
                    interval,
                    0);
        }
    }

    @Test
    void version2CountsInWholeSeconds() {
        List<IpAddress> one = List.of(RouterUnderTest.VIRTUAL);
        assertThat(config(2, 51, 100, false, one, 1_000_000_000L, 0).version()).isEqualTo(2);
        assertThat(config(2, 51, 100, false, one, 255_000_000_000L, 0).version())
                .isEqualTo(2);
        for (long interval : new long[] {0, 100_000_000L, 1_500_000_000L, 256_000_000_000L}) {
            assertThatThrownBy(() -> config(2, 51, 100, false, one, interval, 0))
                    .hasMessage("intervalNanos must be 1 s to 255 s in steps of 1 s in version 2, not " + interval);
        }
    }

    @Test
    void otherVersionsAreRefused() {
        assertThatThrownBy(() -> config(4, 51, 100, false, List.of(RouterUnderTest.VIRTUAL), 1_000_000_000L, 0))
                .hasMessage("version must be 2 or 3, not 4");
    }

    @Test
    void whoFailsHasAPriorityOfTheFailingBand() {
        List<IpAddress> one = List.of(RouterUnderTest.VIRTUAL);
        assertThat(config(3, 51, 16, true, one, 1_000_000_000L, 0).failing()).isTrue();
        for (int priority : new int[] {0, 17, 255}) {
            assertThatThrownBy(() -> config(3, 51, priority, true, one, 1_000_000_000L, 0))
                    .hasMessage("priority must be 1..16 while failing, not " + priority);
        }
    }

    @Test
    void aPlanThatAnnouncesNothingIsRefused() {
        assertThatThrownBy(() -> new AnnouncementPlan(0, 0, 0, 0)).hasMessage("count must be 1 or more, not 0");
        assertThatThrownBy(() -> new AnnouncementPlan(1, -1, 0, 0))
                .hasMessage("intervalNanos must not be negative, not -1");
        assertThatThrownBy(() -> new AnnouncementPlan(1, 0, -1, 0))
                .hasMessage("repeatAfterNanos must not be negative, not -1");
        assertThatThrownBy(() -> new AnnouncementPlan(1, 0, 0, -1))
                .hasMessage("refreshNanos must not be negative, not -1");
    }
}
