package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final String ONE = "10.88.0.1";

    private static String line(String seconds, String source, int virtualRouterID) {
        return seconds + " IP " + source + " > 224.0.0.18: VRRPv3, Advertisement, vrid " + virtualRouterID
                + ", prio 250, intvl 10cs, length 12";
    }

    @Test
    void keepsTheLongestSilenceOfEachRouter() {
        Gaps gaps = Gaps.of(
                List.of(
                        "listening on br0, link-type EN10MB (Ethernet), snapshot length 262144 bytes",
                        line("1000.000000", ONE, 1),
                        line("1000.050000", ONE, 2),
                        line("1000.250000", ONE, 1),
                        line("1000.300000", "10.88.0.2", 1),
                        line("1000.350000", ONE, 1),
                        line("1000.175000", ONE, 2)),
                ONE);

        assertThat(gaps.longestMilliseconds()).isEqualTo(Map.of(1, 250.0, 2, 125.0));
        assertThat(gaps.advertisements()).isEqualTo(5);
        assertThat(gaps.routersSilentFor(150)).isEqualTo(1);
        assertThat(gaps.worstMilliseconds()).isEqualTo(250);
    }

    @Test
    void oneAdvertisementIsNoSilence() {
        assertThat(Gaps.of(List.of(line("1000.000000", ONE, 1)), ONE).longestMilliseconds())
                .isEqualTo(Map.of(1, 0.0));
    }
}
