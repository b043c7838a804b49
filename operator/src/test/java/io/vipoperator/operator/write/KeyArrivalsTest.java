package io.vipoperator.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyArrivalsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aKeyIsOnEveryNodeAHundredSecondsAfterTheSecretHadIt() {
        KeyArrivals first = KeyArrivals.NONE.seen(Set.of("d1"), START);
        KeyArrivals both = first.seen(Set.of("d1", "d2"), START.plusSeconds(60));
        assertThat(both.present()).containsExactlyInAnyOrder("d1", "d2");
        assertThat(both.mounted(START.plusSeconds(99))).isEmpty();
        assertThat(both.mounted(START.plusSeconds(100))).containsExactly("d1");
        assertThat(both.wakeAt(START.plusSeconds(100))).contains(START.plusSeconds(160));
        assertThat(both.mounted(START.plusSeconds(160))).containsExactly("d1", "d2");
        assertThat(both.wakeAt(START.plusSeconds(160))).isEmpty();
        assertThat(both.seen(Set.of("d2"), START.plusSeconds(200)).present()).containsExactly("d2");
    }
}
