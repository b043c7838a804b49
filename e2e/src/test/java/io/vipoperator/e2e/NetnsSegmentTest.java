package io.vipoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetnsSegmentTest {

    private NetnsSegment segment;

    @BeforeEach
    void create() {
        segment = NetnsSegment.of("left", "right");
    }

    @AfterEach
    void close() {
        segment.close();
    }

    /** The name that the echo server at {@code address} puts behind a question. */
    private String ask(String from, String address) {
        return segment.run(
                from,
                "bash",
                "-c",
                "exec 3<>/dev/udp/" + address + "/7777; echo -n '?' >&3; timeout 1 head -c 6 <&3 || echo nobody");
    }

    @Test
    void itsHostsReachEachOther() {
        assertThat(ask("left", segment.addressOf("right"))).isEqualTo("?right");
    }

    @Test
    void anIsolatedHostIsSilentAndKeepsItsCarrier() {
        segment.isolate("right");

        assertThat(ask("left", segment.addressOf("right"))).isEqualTo("nobody\n");
        assertThat(segment.run("right", "ip", "-o", "link", "show", "eth0")).doesNotContain("NO-CARRIER");

        segment.rejoin();

        // The neighbour that did not answer is asked for again only after a while.
        await("right answers again")
                .atMost(Duration.ofSeconds(10))
                .until(() -> ask("left", segment.addressOf("right")), "?right"::equals);
    }

    @Test
    void aCutCableIsALostCarrier() {
        segment.cableCut("right");

        assertThat(segment.run("right", "ip", "-o", "link", "show", "eth0")).contains("NO-CARRIER");
    }

    @Test
    void tellsWhoHoldsAnAddress() {
        segment.run("right", "ip", "address", "add", "10.78.0.100/32", "dev", "eth0");

        assertThat(segment.holders("10.78.0.100")).isEqualTo(List.of("right"));
    }

    @Test
    void namesTheHostThatIsNotThere() {
        assertThatThrownBy(() -> segment.start("middle", "x", Map.of(), List.of("true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no host is named middle: there are [left, right]");
    }
}
