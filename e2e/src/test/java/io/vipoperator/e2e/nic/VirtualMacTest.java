package io.vipoperator.e2e.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vipoperator.e2e.NetnsSegment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routers with the MAC of RFC 9568 section 7.3, and a client of theirs. Needs root. */
class VirtualMacTest {

    private static Hosts hosts;
    private static NetnsSegment segment;
    private static AgentHost left;
    private static AgentHost right;
    private static Wiretap wire;

    @BeforeAll
    static void start() {
        hosts = Hosts.start();
        segment = hosts.segment;
        left = hosts.left;
        right = hosts.right;
        wire = hosts.wire;
        for (String host : List.of("left", "right")) {
            segment.start(
                    host,
                    "name",
                    Map.of(),
                    List.of("socat", "TCP6-LISTEN:7778,fork,reuseaddr", "SYSTEM:printf " + host));
        }
    }

    @AfterAll
    static void stop() {
        hosts.close();
    }

    @Test
    void aClientKnowsOneMacBeforeAndAfterAFailover() {
        Vip vip = Vip.of(161).with("virtualMAC: Enabled");

        theClientsEntryStays(vip, "00:00:5e:00:01:a1");
    }

    @Test
    void aClientKnowsOneMacBeforeAndAfterAFailoverOverIpv6() {
        left.run("ip", "address", "replace", "2001:db8:78::11/64", "dev", "eth0", "nodad");
        right.run("ip", "address", "replace", "2001:db8:78::12/64", "dev", "eth0", "nodad");
        segment.run("ears", "ip", "address", "replace", "2001:db8:78::13/64", "dev", "eth0", "nodad");
        for (AgentHost host : new AgentHost[] {left, right}) {
            host.run("bash", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_ra");
        }
        Vip vip = Vip.of(162).over6("2001:db8:78::162").with("virtualMAC: Enabled");

        theClientsEntryStays(vip, "00:00:5e:00:02:a2");
    }

    private static void theClientsEntryStays(Vip vip, String mac) {
        hosts.settle(vip);
        awaitAnswer(vip, "left");
        assertThat(entry(vip)).isEqualTo(mac);

        long failed = Wiretap.nowMicros();
        left.terminate();
        try {
            right.awaitState(vip, "Active");
            right.awaitHolds(vip, true);
            wire.awaitFrame("announcement", failed, frame -> frame.announces(vip.address(), mac));
            awaitAnswer(vip, "right");
            assertThat(entry(vip)).isEqualTo(mac);
            wire.awaitFrame(
                    "advertisement with the virtual MAC",
                    failed,
                    frame -> frame.isAdvertisement(vip.virtualRouterId())
                            && frame.source().equals(mac));

            // The one that ended has left nothing.
            assertThat(left.run("ip", "-o", "link", "show", "type", "macvlan")).isEmpty();
            assertThat(left.holds(vip)).isFalse();
            assertThat(right.installed(vip)).contains("vip");
        } finally {
            left.launch();
            left.awaitReady();
        }
        // As the better one it comes back, and the client knows no other MAC for that either.
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
        awaitAnswer(vip, "left");
        assertThat(entry(vip)).isEqualTo(mac);
    }

    /** Until that host answers the client's connection to the address: each says its name. */
    private static void awaitAnswer(Vip vip, String host) {
        await(vip.address() + " answers as " + host)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> segment.run(
                                "ears",
                                "bash",
                                "-c",
                                "timeout 2 bash -c 'cat </dev/tcp/" + vip.address() + "/7778' || true"),
                        host::equals);
    }

    /** The MAC that the client has for the address. */
    private static String entry(Vip vip) {
        JsonNode entries = AgentHost.json(segment.run("ears", "ip", "-j", "neighbour", "show", "to", vip.address()));
        return entries.path(0).path("lladdr").asText();
    }

    @Test
    void whereASysctlOfTheHostIsWrongTheLineIsNamed() {
        Vip vip = Vip.of(163).with("virtualMAC: Enabled");
        right.runs();
        left.run("bash", "-c", "echo 1 > /proc/sys/net/ipv4/conf/all/rp_filter");
        try {
            left.runs(vip);

            assertThat(left.awaitFault(vip, "SysctlRequired"))
                    .endsWith(
                            "on eth0: set net.ipv4.conf.all.rp_filter = 0 on this node, each NIC's own value stays: else the"
                                    + " kernel drops what comes to the virtual MAC");
            assertThat(left.run("ip", "-o", "link", "show", "type", "macvlan")).isEmpty();
            assertThat(left.holds(vip)).isFalse();
        } finally {
            left.run("bash", "-c", "echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter");
        }
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        assertThat(left.installed(vip)).contains("vip4-163-");
    }
}
