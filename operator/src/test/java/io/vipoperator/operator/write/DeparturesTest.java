package io.vipoperator.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.operator.Fleets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Fleets fleets = Fleets.ofNodes(2);

    @Test
    void aNodeStateOutlivesItsNodeByTenMinutes() {
        fleets.withoutNodeObject("n1");
        Departures departures =
                Departures.NONE.seen(fleets.fleet(), START).seen(fleets.fleet(), START.plusSeconds(599));
        assertThat(departures.due(START.plusSeconds(599))).isEmpty();
        assertThat(departures.due(START.plusSeconds(600))).containsExactly("n1");
    }

    @Test
    void aNodeThatIsRegisteredAnewHasNeverBeenGone() {
        fleets.withoutNodeObject("n1");
        Departures departures = Departures.NONE.seen(fleets.fleet(), START);
        fleets.node("n1");
        departures = departures.seen(fleets.fleet(), START.plusSeconds(500));
        fleets.withoutNodeObject("n1");
        departures = departures.seen(fleets.fleet(), START.plusSeconds(501));
        assertThat(departures.due(START.plusSeconds(1100))).isEmpty();
        assertThat(departures.due(START.plusSeconds(1101))).containsExactly("n1");
    }
}
