package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An Active is told to use the other NIC that its host has in the segment: the new router is up before the old one goes. Needs root. */
class OtherInterfaceTest {
    private static final String VIP = "10.78.0.100";
    private static final String FIRST = MoveSegment.FIRST;
    private static final String SECOND = MoveSegment.SECOND;

    private MoveSegment hosts;

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(VIP);
        hosts.segment().plugIn(FIRST, "first-more", "eth1");
        hosts.segment().run(FIRST, "ip", "address", "add", "10.78.0.21/24", "dev", "eth1", "noprefixroute");
        hosts.segment().run(FIRST, "ip", "link", "set", "eth1", "up");
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    @Test
    void theAddressGoesToTheOtherInterfaceWithoutALossAndTheBackupStaysBackup() {
        WireLog wire = new WireLog(hosts.segment(), MoveSegment.THIRD);
        hosts.start(FIRST, router("eth0", 200));
        hosts.awaitHolder(FIRST, VIP);
        hosts.start(SECOND, router("eth0", 100));
        hosts.awaitLog(SECOND, "BACKUP");
        int before = wire.advertisements(51).size();
        MoveSegment.Client client = hosts.ask(VIP);
        client.awaitStart();

        hosts.edit(FIRST, router("eth1", 200));
        await("the address is on the other NIC")
                .atMost(Duration.ofMinutes(2))
                .until(() -> hosts.segment()
                                .run(FIRST, "ip", "-o", "address", "show", "dev", "eth1")
                                .contains(VIP)
                        && !hosts.segment()
                                .run(FIRST, "ip", "-o", "address", "show", "dev", "eth0")
                                .contains(VIP));
        await("advertisements from the other NIC")
                .atMost(Duration.ofMinutes(2))
                .until(() -> wire.advertisements(51).stream()
                                .filter(one -> one.source().equals("10.78.0.21"))
                                .count()
                        > 3);

        Loss loss = Loss.of(client.end());
        List<WireLog.Advertisement> after =
                wire.advertisements(51).stream().skip(before).toList();
        double gap = WireLog.longestGapSeconds(
                after.stream().filter(one -> one.priority() > 0).toList());
        Measured.print(
                "an Active at 1000 ms goes to its host's other NIC",
                String.format(Locale.ROOT, "longest gap %.3f s; %s", gap, loss.figures()));
        assertThat(loss.lost()).as(() -> loss.details() + hosts.output()).isEmpty();
        assertThat(loss.servers()).containsEntry(VIP, "f");
        assertThat(gap).as(wire::output).isLessThan(1.5);
        assertThat(after).as(wire::output).noneMatch(one -> one.source().equals("10.78.0.12"));
    }

    private static String router(String nic, int priority) {
        return """
                - {virtualIP: web, family: IPv4, virtualRouterID: 51, priority: %d, interface: {type: Name, name: %s}, addresses: [%s/24], advertisementIntervalMilliseconds: 1000}
                """.formatted(priority, nic, VIP);
    }
}
