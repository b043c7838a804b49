package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.vip.Measured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Planned moves between two agents lose nothing: a client asks by UDP and TCP each millisecond. Needs root. */
class PlannedMovesTest {
    private static final String IPV4 = "10.78.0.100";
    private static final String IPV6 = "fd78::100";

    private MoveSegment hosts;

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(IPV4, IPV6);
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    /** Both families: one group. */
    private static String routers(int priority, int interval, String more) {
        return """
                - {virtualIP: web, family: IPv4, virtualRouterID: 51, priority: %1$d, addresses: [%3$s/24], advertisementIntervalMilliseconds: %2$d%5$s}
                - {virtualIP: web, family: IPv6, virtualRouterID: 51, priority: %1$d, addresses: ["%4$s/64"], advertisementIntervalMilliseconds: %2$d%5$s}
                """.formatted(priority, interval, IPV4, IPV6, more);
    }

    @Test
    void explore() throws Exception {
        int interval = Integer.getInteger("interval", 1000);
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "add", "up0", "type", "veth", "peer", "name", "up1");
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up0", "up");
        hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", "up");
        hosts.start(MoveSegment.FIRST, routers(200, interval, ""));
        hosts.start(MoveSegment.SECOND, routers(100, interval, ""));
        hosts.awaitHolder(MoveSegment.FIRST, IPV4, IPV6);
        hosts.awaitLog(MoveSegment.SECOND, "BACKUP");

        move("sigterm", interval, () -> hosts.stop(MoveSegment.FIRST), MoveSegment.SECOND);
        move("preempted", interval, () -> hosts.start(MoveSegment.FIRST, routers(200, interval, "")), MoveSegment.FIRST);
        move("deleted", interval, () -> hosts.edit(MoveSegment.FIRST, "  []"), MoveSegment.SECOND);
        move("back", interval, () -> hosts.edit(MoveSegment.FIRST, routers(200, interval, "")), MoveSegment.FIRST);
        move("lower", interval, () -> hosts.edit(MoveSegment.FIRST, routers(50, interval, "")), MoveSegment.SECOND);
        move("higher", interval, () -> hosts.edit(MoveSegment.FIRST, routers(200, interval, "")), MoveSegment.FIRST);
        String lowest = ", trackInterfaces: [{name: up0, effect: {type: Lowest}}]";
        hosts.edit(MoveSegment.FIRST, routers(200, interval, lowest));
        move("lowest", interval, () -> hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", "down"), MoveSegment.SECOND);
        move("lowest back", interval, () -> hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", "up"), MoveSegment.FIRST);
        String fault = ", trackInterfaces: [{name: up0, effect: {type: Fault}}]";
        hosts.edit(MoveSegment.FIRST, routers(200, interval, fault));
        move("fault", interval, () -> hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", "down"), MoveSegment.SECOND);
        move("fault back", interval, () -> hosts.segment().run(MoveSegment.FIRST, "ip", "link", "set", "up1", "up"), MoveSegment.FIRST);
        System.out.println(hosts.output());
    }

    private void move(String cause, int interval, Runnable change, String holder) throws Exception {
        MoveSegment.Client client = hosts.ask(IPV4, IPV6);
        Thread.sleep(1500);
        long before = System.nanoTime();
        change.run();
        hosts.awaitHolder(holder, IPV4, IPV6);
        System.out.printf("%s: from %.1f to %.1f%n", cause, before / 1e6, System.nanoTime() / 1e6);
        Thread.sleep(2000);
        Loss loss = Loss.of(client.end());
        Measured.print(cause + " at " + interval, loss.figures());
        System.out.println(loss.details());
        assertThat(loss.asked()).isPositive();
    }
}
