package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An agent that is stopped hands over to keepalived: who takes over, when, and what the client loses. Needs root and keepalived. */
@Tag("long")
class ForeignSuccessorTest {
    private static final String ADDRESS = "10.78.0.100";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST_ROUNDS = 4;

    /** (256 - 150) / 256 s. */
    private static final double SKEW_SECONDS = 0.4140625;

    private MoveSegment hosts;

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(ADDRESS);
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    /** A busy machine delays any process: of some rounds one must be in time; in each there is one transition alone. */
    @Test
    void theBetterOfTwoKeepalivedTakesOverOnceAfterItsSkewTime() {
        Keepalived.start(hosts.segment(), MoveSegment.SECOND, 150, 1.0, ADDRESS);
        Keepalived.start(hosts.segment(), MoveSegment.THIRD, 100, 1.0, ADDRESS);
        WireLog wire = new WireLog(hosts.segment(), MoveSegment.CLIENT);
        double tookSeconds = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && tookSeconds > SKEW_SECONDS + 0.02; round++) {
            start(1000);
            tookSeconds = Math.min(tookSeconds, handOver(wire));
        }
        assertThat(tookSeconds).isBetween(SKEW_SECONDS - 0.005, SKEW_SECONDS + 0.02);
    }

    private double handOver(WireLog wire) {
        MoveSegment.Client client = hosts.ask(ADDRESS);
        client.awaitStart();
        hosts.stop(MoveSegment.FIRST);
        int before = wire.advertisements(51).size();
        await("four advertisements after us")
                .atMost(LIMIT)
                .until(() -> wire.advertisements(51).size() >= before + 4);
        List<WireLog.Advertisement> all = wire.advertisements(51);
        int last = last(all, "10.78.0.11");
        assertThat(all.get(last).priority()).isZero();
        assertThat(all.subList(last + 1, all.size()))
                .as(wire::output)
                .extracting(WireLog.Advertisement::source)
                .containsOnly("10.78.0.12");
        double seconds = all.get(last + 1).atSeconds() - all.get(last).atSeconds();
        Loss loss = Loss.of(client.end());
        Measured.print(
                "SIGTERM before two keepalived at 1000 ms",
                String.format(Locale.ROOT, "took over after %.0f ms; %s", seconds * 1e3, loss.figures()));
        return seconds;
    }

    private static int last(List<WireLog.Advertisement> all, String source) {
        int last = all.size() - 1;
        while (!all.get(last).source().equals(source)) {
            last--;
        }
        return last;
    }

    /** keepalived has its address on the NIC before it says so, but its neighbours know it only later. */
    @Test
    void whatTheClientLosesAtEachInterval() {
        for (int interval : new int[] {100, 1000}) {
            ChildProcess keepalived =
                    Keepalived.start(hosts.segment(), MoveSegment.SECOND, 150, interval / 1000.0, ADDRESS);
            start(interval);
            MoveSegment.Client client = hosts.ask(ADDRESS);
            client.awaitStart();
            hosts.stop(MoveSegment.FIRST);
            hosts.awaitHolder(MoveSegment.SECOND, ADDRESS);
            Loss loss = Loss.of(client.end());
            Measured.print("SIGTERM, keepalived is the successor, at " + interval + " ms", loss.figures());
            System.out.println(loss.details());
            assertThat(loss.servers()).containsEntry(ADDRESS, "fs");
            keepalived.signal("TERM");
            assertThat(keepalived.awaitEnd(LIMIT)).isTrue();
        }
    }

    private void start(int interval) {
        hosts.start(MoveSegment.FIRST, """
                - {virtualIP: web, family: IPv4, virtualRouterID: 51, priority: 200, addresses: [%s/24], advertisementIntervalMilliseconds: %d}
                """.formatted(ADDRESS, interval));
        hosts.awaitHolder(MoveSegment.FIRST, ADDRESS);
    }
}
