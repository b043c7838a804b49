package io.vipoperator.e2e.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to the host and the process under a VirtualIP. Needs root. */
class NodeTroubleTest {

    private static final long MILLI = 1000;
    private static final Duration LONG = Duration.ofSeconds(40);

    private static Hosts hosts;
    private static AgentHost left;
    private static AgentHost right;
    private static Wiretap wire;

    @BeforeAll
    static void start() {
        hosts = Hosts.start();
        left = hosts.left;
        right = hosts.right;
        wire = hosts.wire;
    }

    @AfterAll
    static void stop() {
        hosts.close();
    }

    @Test
    void afterAnOverrunOfNetlinkAllIsAsItIs() {
        Vip vip = Vip.of(141);
        hosts.settle(vip);

        // While it can't read, more links and addresses come and go than its socket can hold: the last ones are told by
        // no message.
        left.signal("STOP");
        try {
            left.run("bash", "-e", "-c", """
                    for ((n = 0; n < 300; n++)); do echo "link add flood$n group 77 type bridge"; done | ip -batch -
                    ip link delete group 77
                    for ((n = 0; n < 12000; n++)); do
                      echo "address add 10.90.$((n / 250)).$((n % 250 + 1))/32 dev eth0"
                      echo "address delete 10.90.$((n / 250)).$((n % 250 + 1))/32 dev eth0"
                    done | ip -batch -
                    ip link add late type bridge
                    ip address add 10.99.0.1/24 dev late
                    ip link set late up
                    """);
        } finally {
            left.signal("CONT");
        }

        await("the NIC that was made meanwhile is known")
                .atMost(LONG)
                .until(() -> AgentHost.elements(left.status().path("interfaces"))
                        .map(nic -> nic.path("name").asText())
                        .toList()
                        .equals(List.of("eth0", "late")));
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
        assertThat(left.installed(vip)).contains("10.78.0.141/32", "noprefixroute");

        // It still hears the kernel.
        left.run("ip", "link", "delete", "late");
        await("the NIC is gone")
                .until(() -> AgentHost.elements(left.status().path("interfaces"))
                        .map(nic -> nic.path("name").asText())
                        .toList()
                        .equals(List.of("eth0")));
    }

    @Test
    void leftOverAddressesAndMacvlansOfAKilledAgentAreRemovedAtTheNextStart() {
        Vip plain = Vip.of(142).with("deadManSwitch: Disabled");
        Vip virtual = Vip.of(143).with("virtualMAC: Enabled, deadManSwitch: Disabled");
        right.runs();
        left.runs(plain, virtual);
        left.awaitHolds(plain, true);
        left.awaitHolds(virtual, true);
        left.run("ip", "address", "add", "10.78.0.199/32", "dev", "eth0");

        try {
            left.kill();
            // Without the switch nothing but the next agent takes them off.
            assertThat(left.installed(plain)).contains("eth0", "valid_lft forever");
            assertThat(left.installed(virtual)).contains("vip4-143-");
            left.write(List.of());
            left.launch();
            left.awaitReady();

            left.awaitHolds(plain, false);
            left.awaitHolds(virtual, false);
            assertThat(left.run("ip", "-o", "-d", "link", "show", "type", "macvlan"))
                    .isEmpty();
            assertThat(left.run("ip", "-o", "address", "show", "to", "10.78.0.199"))
                    .contains("10.78.0.199/32");
        } finally {
            left.run("ip", "address", "delete", "10.78.0.199/32", "dev", "eth0");
        }
    }

    @Test
    void whileAnAgentIsFrozenTheKernelTakesItsAddressAndThawedItIsActiveAgain() {
        Vip vip = Vip.of(144);
        hosts.settle(vip);

        left.signal("STOP");
        try {
            right.awaitState(vip, "Active");
            right.awaitHolds(vip, true);
            // 3.1 s after the last renewal: both had it no longer than that.
            left.awaitHolds(vip, false);
        } finally {
            left.signal("CONT");
        }

        long thawed = Wiretap.nowMicros();
        left.awaitIncident(vip, "LifetimeExpired");
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
        wire.awaitFrame("announcement", thawed, frame -> frame.announces(vip.address(), left.mac()));
        assertThat(hosts.segment.holders(vip.address())).isEqualTo(List.of("left"));
    }

    @Test
    void aShortFreezeMovesNothing() {
        Vip vip = Vip.of(145);
        hosts.settle(vip);
        List<String> before = right.states(vip);

        // Less than the Active_Down_Interval of 1.6 s, however late the commands are: it is one process that does both.
        String pid = Long.toString(left.pid());
        left.run("timeout", "10", "bash", "-c", "kill -STOP " + pid + "; sleep 0.3; kill -CONT " + pid);

        long thawed = Wiretap.nowMicros();
        wire.awaitFrame(
                "advertisements go on", thawed + 1000 * MILLI, frame -> frame.isAdvertisement(145, left.address()));
        assertThat(right.states(vip)).isEqualTo(before);
        assertThat(left.installed(vip)).contains("10.78.0.145/32");
    }
}
