package io.vipoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.HoldingTimes.Change;
import io.vipoperator.e2e.HoldingTimes.Together;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingTimesTest {

    @Test
    void findsNothingTogetherWhereOneFollowsTheOther() {
        HoldingTimes times = new HoldingTimes(
                List.of(
                        new Change("node1", true, 0),
                        new Change("node2", true, 2000),
                        new Change("node1", false, 1000)),
                9000);

        assertThat(times.longestTogether()).isEqualTo(new Together(0, List.of()));
        assertThat(times.holders()).containsExactly("node2");
        assertThat(times.moves()).isEqualTo(2);
    }

    @Test
    void measuresTheLongestTimeThatTwoHeldIt() {
        HoldingTimes times = new HoldingTimes(
                List.of(
                        new Change("node1", true, 0),
                        new Change("node2", true, 1000),
                        new Change("node1", false, 1500),
                        new Change("node3", true, 4000),
                        new Change("node2", false, 7100)),
                9000);

        assertThat(times.longestTogether()).isEqualTo(new Together(3.1, List.of("node2", "node3")));
    }

    @Test
    void countsWhatIsNotOverYet() {
        HoldingTimes times =
                new HoldingTimes(List.of(new Change("node1", true, 0), new Change("node2", true, 5000)), 9000);

        assertThat(times.longestTogether()).isEqualTo(new Together(4, List.of("node1", "node2")));
    }

    @Test
    void takesARenewalForNoMove() {
        HoldingTimes times =
                new HoldingTimes(List.of(new Change("node1", true, 0), new Change("node1", true, 1000)), 9000);

        assertThat(times.moves()).isEqualTo(1);
    }
}
