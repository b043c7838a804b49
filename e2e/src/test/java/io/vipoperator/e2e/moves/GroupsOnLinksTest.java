package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VirtualIPs of one group are one decision, on real links. Needs root. */
class GroupsOnLinksTest {
    private static final String IPV4 = "10.78.0.100";
    private static final String IPV6 = "fd78::100";
    private static final String OTHER_SIDE = "10.79.0.100";
    private static final String ADDED = "10.78.0.101";
    private static final String FIRST = MoveSegment.FIRST;
    private static final String SECOND = MoveSegment.SECOND;

    private MoveSegment hosts;

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(IPV4, IPV6);
        hosts.segment()
                .onSwitch("ip", "link", "add", "br1", "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
        hosts.segment().onSwitch("ip", "link", "set", "br1", "up");
        for (String host : List.of(FIRST, SECOND)) {
            String port = host + "-lan";
            hosts.segment().plugIn(host, port, "lan0");
            hosts.segment().onSwitch("ip", "link", "set", port, "master", "br1");
            String address = hosts.segment().addressOf(host).replace("10.78.", "10.79.");
            hosts.segment().run(host, "ip", "address", "add", address + "/24", "dev", "lan0");
            hosts.segment().run(host, "ip", "link", "set", "lan0", "up");
        }
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    @Test
    void oneCableOfTwoMovesBoth() {
        hosts.start(FIRST, pair(200));
        hosts.start(SECOND, pair(100));
        hosts.awaitHolder(FIRST, IPV4, OTHER_SIDE);
        hosts.awaitLog(SECOND, "BACKUP");

        hosts.segment().cableCut(FIRST + "-lan");
        hosts.awaitHolder(SECOND, IPV4, OTHER_SIDE);

        hosts.segment().cableJoin(FIRST + "-lan");
        hosts.awaitHolder(FIRST, IPV4, OTHER_SIDE);
    }

    private static String pair(int priority) {
        return """
                - {virtualIP: web, group: pair, family: IPv4, virtualRouterID: 51, priority: %1$d, addresses: [%2$s/24], advertisementIntervalMilliseconds: 200}
                - {virtualIP: lan, group: pair, family: IPv4, virtualRouterID: 52, priority: %1$d, addresses: [%3$s/24], advertisementIntervalMilliseconds: 200}
                """.formatted(priority, IPV4, OTHER_SIDE);
    }

    @Test
    void nothingMovesByAnotherMemberOrWithoutOneFamilysMulticast() {
        hosts.start(FIRST, dualStack(200));
        hosts.start(SECOND, dualStack(100));
        hosts.awaitHolder(FIRST, IPV4, IPV6);
        hosts.awaitLog(SECOND, "BACKUP");
        MoveSegment.Client client = hosts.ask(IPV4, IPV6);
        client.awaitStart();

        // A member comes, first where the group is Active, and goes.
        hosts.edit(FIRST, dualStack(200) + third(200));
        hosts.edit(SECOND, dualStack(100) + third(100));
        hosts.awaitHolder(FIRST, IPV4, IPV6, ADDED);
        hosts.edit(SECOND, dualStack(100));
        hosts.edit(FIRST, dualStack(200));
        await("the member is gone")
                .atMost(Duration.ofMinutes(2))
                .until(() -> !hosts.holds(FIRST, ADDED) && !hosts.holds(SECOND, ADDED));
        hosts.segment().onSwitch("nft", "add rule bridge faults forward ip6 daddr ff02::12 drop");
        await("an incident of the Backup")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Stream.of("GroupHalfElsewhere", "MldSnooping")
                        .anyMatch(incident -> hosts.show(SECOND).contains(incident)));

        Loss loss = Loss.of(client.end());
        Measured.print("a live group at 200 ms: a member more, one less, no IPv6 multicast", loss.figures());
        assertThat(loss.lost()).as(loss.details() + hosts.output()).isEmpty();
        assertThat(loss.servers()).containsOnly(Map.entry(IPV4, "f"), Map.entry("fd78:0:0:0:0:0:0:100", "f"));
        hosts.awaitHolder(FIRST, IPV4, IPV6);
    }

    private static String dualStack(int priority) {
        return """
                - {virtualIP: web, group: site, family: IPv4, virtualRouterID: 51, priority: %1$d, addresses: [%2$s/24], advertisementIntervalMilliseconds: 200}
                - {virtualIP: web, group: site, family: IPv6, virtualRouterID: 51, priority: %1$d, addresses: ["%3$s/64"], advertisementIntervalMilliseconds: 200}
                """.formatted(priority, IPV4, IPV6);
    }

    private static String third(int priority) {
        return """
                - {virtualIP: more, group: site, family: IPv4, virtualRouterID: 53, priority: %d, addresses: [%s/24], advertisementIntervalMilliseconds: 200}
                """.formatted(priority, ADDED);
    }

    @Test
    void aForeignActiveOfOneHalfKeepsTheGroupBackup() throws Exception {
        hosts.start(FIRST, dualStack(200));
        hosts.awaitHolder(FIRST, IPV4, IPV6);
        Keepalived.start(hosts.segment(), MoveSegment.THIRD, 250, 0.2, "fe80::5e:33", IPV6 + "/128");

        await("the group is Backup with both halves")
                .atMost(Duration.ofMinutes(2))
                .until(() -> !hosts.holds(FIRST, IPV4) && !hosts.holds(FIRST, IPV6));
        await("the incident")
                .atMost(Duration.ofMinutes(2))
                .until(() -> hosts.show(FIRST).contains("GroupHalfElsewhere"));
        assertThat(hosts.holds(FIRST, IPV4)).isFalse();
        assertThat(hosts.holds(FIRST, IPV6)).isFalse();
    }
}
