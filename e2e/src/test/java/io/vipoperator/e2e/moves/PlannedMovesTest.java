package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.vip.Measured;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Planned moves between two agents lose nothing: a client asks by UDP and opens a TCP connection each millisecond, over both families. Needs
 * root.
 */
@Tag("long")
class PlannedMovesTest {
    private static final String IPV4 = "10.78.0.100";
    private static final String IPV6 = "fd78::100";
    private static final String TRACKED = "up0";

    private MoveSegment hosts;

    private record Move(String cause, Runnable change, String holder) {}

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(IPV4, IPV6);
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "add", TRACKED, "type", "veth", "peer", "name", "up1");
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", TRACKED, "up");
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", "up");
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    @Test
    void ofADualStackGroupAtASecond() {
        assertThat(moves("web", "web", 1000).lost()).isEmpty();
    }

    @Test
    void ofSingleRoutersAtATenthOfASecond() {
        assertThat(moves("four", "six", 100).lost()).isEmpty();
    }

    /** Measured only: on a busy machine a Backup takes the Active for dead after 33 ms, which is no planned move. */
    @Test
    void ofADualStackGroupAtTenMilliseconds() {
        assertThat(moves("web", "web", 10).asked()).isPositive();
    }

    private Loss moves(String ipv4, String ipv6, int interval) {
        Routers routers = new Routers(ipv4, ipv6, interval);
        hosts.start(MoveSegment.FIRST, routers.of(200, ""));
        hosts.start(MoveSegment.SECOND, routers.of(100, ""));
        hosts.awaitHolder(MoveSegment.FIRST, IPV4, IPV6);
        hosts.awaitLog(MoveSegment.SECOND, "BACKUP");
        String lowest = ", trackInterfaces: [{name: up0, effect: {type: Lowest}}]";
        String fault = ", trackInterfaces: [{name: up0, effect: {type: Fault}}]";
        MoveSegment.Client client = hosts.ask(IPV4, IPV6);
        client.awaitStart();
        for (Move move : List.of(
                new Move("SIGTERM", () -> hosts.stop(MoveSegment.FIRST), MoveSegment.SECOND),
                new Move(
                        "preemption by an agent that starts",
                        () -> hosts.start(MoveSegment.FIRST, routers.of(200, lowest)),
                        MoveSegment.FIRST),
                new Move("tracked interface, Lowest", () -> tracked("down"), MoveSegment.SECOND),
                new Move("tracked interface is back", () -> tracked("up"), MoveSegment.FIRST),
                new Move("deleted membership", () -> hosts.edit(MoveSegment.FIRST, "  []"), MoveSegment.SECOND),
                new Move(
                        "membership is back",
                        () -> hosts.edit(MoveSegment.FIRST, routers.of(200, fault)),
                        MoveSegment.FIRST),
                new Move("tracked interface, Fault", () -> tracked("down"), MoveSegment.SECOND),
                new Move("tracked interface is back again", () -> tracked("up"), MoveSegment.FIRST),
                new Move(
                        "switchover by priorities",
                        () -> {
                            hosts.edit(MoveSegment.SECOND, routers.of(254, ""));
                            hosts.edit(MoveSegment.FIRST, routers.of(199, ""));
                        },
                        MoveSegment.SECOND))) {
            long fromNanos = System.nanoTime();
            move.change().run();
            hosts.awaitHolder(move.holder(), IPV4, IPV6);
            System.out.printf(
                    "%s at %d: from %.1f to %.1f ms%n",
                    move.cause(), interval, fromNanos / 1e6, System.nanoTime() / 1e6);
        }
        Loss loss = Loss.of(client.end());
        Measured.print("9 planned moves at " + interval + " ms, " + ipv4 + " and " + ipv6, loss.figures());
        System.out.println(loss.details());
        return loss;
    }

    private void tracked(String upOrDown) {
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", upOrDown);
    }

    /** One VirtualIP of two families, or two VirtualIPs. */
    private record Routers(String ipv4, String ipv6, int interval) {
        String of(int priority, String more) {
            return """
                - {virtualIP: %1$s, family: IPv4, virtualRouterID: 51, priority: %3$d, addresses: [%4$s/24], advertisementIntervalMilliseconds: %6$d%7$s}
                - {virtualIP: %2$s, family: IPv6, virtualRouterID: 51, priority: %3$d, addresses: ["%5$s/64"], advertisementIntervalMilliseconds: %6$d%7$s}
                """.formatted(ipv4, ipv6, priority, IPV4, IPV6, interval, more);
        }
    }
}
