package io.vipoperator.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FalseFailoversTest {
    private static String line(String source, int virtualRouterID) {
        return "1763728111.063841 IP " + source + " > 224.0.0.18: VRRPv3, Advertisement, vrid " + virtualRouterID
                + ", prio 250, intvl 10cs, length 12";
    }

    @Test
    void countsATakeoverForEachTimeThatTheBackupBeginsToSpeak() {
        List<String> capture = List.of(
                line("10.88.0.1", 61),
                line("10.88.0.2", 61),
                line("10.88.0.2", 61),
                line("10.88.0.1", 61),
                line("10.88.0.2", 61));

        assertThat(FalseFailovers.takeovers(capture)).isEqualTo(Map.of(61, 2L));
    }

    @Test
    void keepsVirtualRoutersApart() {
        List<String> capture =
                List.of(line("10.88.0.1", 61), line("10.88.0.1", 62), line("10.88.0.2", 62), line("10.88.0.1", 61));

        assertThat(FalseFailovers.takeovers(capture)).isEqualTo(Map.of(62, 1L));
    }

    @Test
    void ignoresLinesThatAreNoAdvertisements() {
        List<String> capture = List.of(
                "listening on br0, link-type EN10MB (Ethernet), snapshot length 262144 bytes",
                line("10.88.0.1", 61),
                "17 packets captured");

        assertThat(FalseFailovers.takeovers(capture)).isEmpty();
    }
}
