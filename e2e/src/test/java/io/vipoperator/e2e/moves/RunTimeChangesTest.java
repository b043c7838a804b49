package io.vipoperator.e2e.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is edited while an agent is Active changes without a loss of mastership, and without a packet lost for what did not change. A client
 * asks each millisecond; a third host reads the advertisements. Needs root.
 */
@Tag("long")
class RunTimeChangesTest {
    private static final String MULTICAST = "10.78.0.100";
    private static final String UNICAST = "10.78.0.110";
    private static final String SIGNED = "10.78.0.120";
    private static final String ADDED = "10.78.0.101";
    private static final String FIRST = MoveSegment.FIRST;
    private static final String SECOND = MoveSegment.SECOND;

    private MoveSegment hosts;
    private String multicast = "";
    private String unicast = "";
    private String oldKey = "";
    private String newKey = "";

    @BeforeEach
    void makeSegment() {
        hosts = new MoveSegment(MULTICAST, UNICAST, SIGNED);
    }

    @AfterEach
    void removeSegment() {
        hosts.close();
    }

    @Test
    void nothingMovesAndNothingIsLost() {
        oldKey = hosts.addKey("the old key of the two, of 32 octets at least");
        newKey = hosts.addKey("the new key of the two, of 32 octets at least");
        WireLog wire = new WireLog(hosts.segment(), MoveSegment.THIRD);
        multicast = multicast(51, 200, MULTICAST, 1000, "");
        unicast = unicast("{address: 10.78.0.12}");
        hosts.start(FIRST, first(oldKey));
        hosts.awaitHolder(FIRST, MULTICAST, UNICAST, SIGNED);
        hosts.start(SECOND, second(oldKey));
        hosts.awaitLog(SECOND, "BACKUP");
        int before = wire.advertisements(51).size();
        MoveSegment.Client client = hosts.ask(MULTICAST, "=" + UNICAST, "=" + SIGNED);
        client.awaitStart();

        multicast = multicast(51, 190, MULTICAST, 1000, "");
        edit(wire, "priority 190");
        multicast = multicast(51, 190, MULTICAST + "/24, " + ADDED, 1000, "");
        edit(wire, "address added");
        hosts.awaitHolder(FIRST, ADDED);
        multicast = multicast(51, 190, MULTICAST, 1000, "");
        edit(wire, "address removed");
        assertThat(hosts.holds(FIRST, ADDED)).isFalse();
        multicast = multicast(51, 190, MULTICAST, 500, "");
        edit(wire, "interval 500");
        multicast = multicast(51, 190, MULTICAST, 1000, "");
        edit(wire, "interval 1000");
        multicast = multicast(51, 190, MULTICAST, 1000, ", announcement: {form: Reply, refreshSeconds: 1}");
        edit(wire, "announcement");
        multicast = multicast(
                51, 190, MULTICAST, 1000, ", trackInterfaces: [{name: lo, effect: {type: Weight, weight: -10}}]");
        edit(wire, "tracked interface");
        unicast = unicast("{address: 10.78.0.12}, {address: 10.78.0.13}");
        edit(wire, "peer added");
        unicast = unicast("{address: 10.78.0.12}");
        edit(wire, "peer removed");
        // Each accepts both before one of them signs with the new one.
        hosts.edit(SECOND, second(oldKey + ", " + newKey));
        edit(wire, oldKey + ", " + newKey, "both keys");
        hosts.edit(FIRST, first(newKey + ", " + oldKey));
        edit(wire, newKey + ", " + oldKey, "the new key signs");
        hosts.edit(SECOND, second(newKey));
        edit(wire, newKey, "the new key alone");
        // The new router is up before the old one goes.
        multicast = multicast(77, 190, MULTICAST, 1000, "");
        hosts.editBoth(first(newKey), second(newKey).replace("virtualRouterID: 51", "virtualRouterID: 77"));
        await("advertisements of VRID 77")
                .atMost(Duration.ofMinutes(2))
                .until(() -> wire.advertisements(77).stream()
                                .filter(one -> one.priority() > 0)
                                .count()
                        > 2);

        Loss loss = Loss.of(client.end());
        double gap = WireLog.longestGapSeconds(wire.advertisements(51).stream()
                .skip(before)
                .filter(one -> one.priority() > 0)
                .toList());
        Measured.print(
                "12 changes of running routers at 1000 ms",
                String.format(Locale.ROOT, "longest gap %.3f s; %s", gap, loss.figures()));
        System.out.println(loss.details());
        assertThat(loss.lost()).as(() -> hosts.output()).isEmpty();
        assertThat(loss.servers()).containsEntry(UNICAST, "f").containsEntry(SIGNED, "f");
        assertThat(gap).as(wire::output).isLessThan(1.5);
        // For the new VRID both begin at once, and on a busy machine the lesser may be there first.
        assertThat(wire.advertisements().stream()
                        .filter(one ->
                                one.virtualRouterID() != 77 && one.source().equals("10.78.0.12")))
                .as("advertisements of the Backup")
                .isEmpty();
    }

    private void edit(WireLog wire, String what) {
        edit(wire, oldKey, what);
    }

    /** Two further advertisements show the new state. */
    private void edit(WireLog wire, String keys, String what) {
        hosts.edit(FIRST, first(keys));
        int before = wire.advertisements(51).size();
        System.out.printf(Locale.ROOT, "%s: at %.1f ms%n", what, System.nanoTime() / 1e6);
        await(what)
                .atMost(Duration.ofMinutes(2))
                .until(() -> wire.advertisements(51).size() > before + 1);
    }

    private String first(String keys) {
        return multicast + unicast + signed(200, keys);
    }

    private String second(String keys) {
        return multicast(51, 100, MULTICAST, 1000, "")
                + unicast.replace("10.78.0.12", "10.78.0.11").replace("priority: 200", "priority: 100")
                + signed(100, keys);
    }

    private static String multicast(int virtualRouterID, int priority, String addresses, int interval, String more) {
        return """
                - {virtualIP: web, family: IPv4, virtualRouterID: %d, priority: %d, addresses: [%s/24], advertisementIntervalMilliseconds: %d%s}
                """.formatted(virtualRouterID, priority, addresses, interval, more);
    }

    private static String unicast(String peers) {
        return """
                - {virtualIP: uni, family: IPv4, virtualRouterID: 52, priority: 200, addresses: [%s/24], advertisementIntervalMilliseconds: 1000, transport: {type: Unicast, peers: [%s]}}
                """.formatted(UNICAST, peers);
    }

    private static String signed(int priority, String keys) {
        return """
                - {virtualIP: hmac, family: IPv4, virtualRouterID: 53, priority: %d, addresses: [%s/24], advertisementIntervalMilliseconds: 1000, authentication: {type: HMAC, keys: [%s]}}
                """.formatted(priority, SIGNED, keys);
    }
}
