package io.vipoperator.e2e.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to the link under a VirtualIP. Needs root. */
class LinkLifeTest {

    private static final long MILLI = 1000;

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
    void aFlapOfTheCarrierMovesNothing() {
        Vip vip = Vip.of(101);
        hosts.settle(vip);
        List<String> before = left.states(vip);

        // One command: what lies between is far less than the 100 ms after which a loss counts.
        hosts.segment.onSwitch("bash", "-c", "printf 'link set left down\\nlink set left up\\n' | ip -batch -");
        long flapped = Wiretap.nowMicros();

        // Neighbours and switches may have forgotten what was behind the port.
        wire.awaitFrame("announcement after the flap", flapped, frame -> frame.announces(vip.address(), left.mac()));
        wire.awaitFrame("advertisement after the flap", flapped + 1500 * MILLI, frame -> frame.isAdvertisement(101));
        assertThat(left.states(vip)).isEqualTo(before);
        assertThat(wire.framesSince(0, frame -> frame.isAdvertisement(101, right.address())))
                .isEmpty();
        assertThat(left.installed(vip)).contains("10.78.0.101/32", "noprefixroute");
        assertThat(right.holds(vip)).isFalse();
    }

    @Test
    void aLossOfCarrierMovesAndItsReturnCountsAfterTwoSeconds() {
        Vip vip = Vip.of(102);
        hosts.settle(vip);

        long lost = Wiretap.nowMicros();
        hosts.segment.cableCut("left");

        Wiretap.Frame takeover =
                wire.awaitFrame("the other's", lost, frame -> frame.isAdvertisement(102, right.address()));
        assertThat(left.awaitFault(vip, "InterfaceDown")).isEqualTo("interface eth0 is down or has no carrier");
        left.awaitHolds(vip, false);
        right.awaitHolds(vip, true);
        // Nobody can have heard a resignation.
        assertThat(takeover.atMicros() - lost).isGreaterThan(1000 * MILLI);

        long returned = Wiretap.nowMicros();
        hosts.segment.cableJoin("left");

        Wiretap.Frame back =
                wire.awaitFrame("the better one's", returned, frame -> frame.isAdvertisement(102, left.address()));
        assertThat(back.atMicros() - returned).isGreaterThan(2000 * MILLI);
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
    }

    @Test
    void aLinkThatIsDeletedAndCreatedAgainIsUsedAgain() {
        Vip vip = Vip.of(103);
        hosts.settle(vip);

        left.run("ip", "link", "delete", "eth0");

        right.awaitState(vip, "Active");
        right.awaitHolds(vip, true);
        assertThat(left.awaitFault(vip, "InterfaceNotFound"))
                .contains("no interface has a subnet that holds 10.78.0.103");

        long created = Wiretap.nowMicros();
        hosts.segment.plugIn("left", "left", "eth0");
        left.run("ip", "address", "add", left.address() + "/24", "dev", "eth0");
        left.run("ip", "link", "set", "eth0", "up");

        wire.awaitFrame("announcement with the new MAC", created, frame -> frame.announces(vip.address(), left.mac()));
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
        assertThat(left.installed(vip)).contains("eth0", "10.78.0.103/32", "noprefixroute");
    }

    @Test
    void aRenamedLinkGoesOn() {
        Vip vip = Vip.of(104);
        hosts.settle(vip);
        List<String> before = left.states(vip);

        left.run("ip", "link", "set", "eth0", "name", "uplink");
        long renamed = Wiretap.nowMicros();

        try {
            wire.awaitFrame(
                    "advertisements go on",
                    renamed + 1500 * MILLI,
                    frame -> frame.isAdvertisement(104, left.address()));
            assertThat(left.router(vip).path("interface").asText()).isEqualTo("uplink");
            assertThat(left.states(vip)).isEqualTo(before);
            assertThat(left.installed(vip)).contains("uplink", "10.78.0.104/32");
            assertThat(right.holds(vip)).isFalse();
        } finally {
            left.run("ip", "link", "set", "uplink", "name", "eth0");
        }
    }

    @Test
    void aRouterThatIsBoundToANameFollowsTheName() {
        Vip vip = Vip.of(105).with("interface: {type: Name, name: eth0}");
        hosts.settle(vip);

        left.run("ip", "link", "set", "eth0", "name", "uplink");

        try {
            assertThat(left.awaitFault(vip, "InterfaceNotFound")).isEqualTo("interface eth0 does not exist");
            right.awaitHolds(vip, true);
            left.awaitHolds(vip, false);
        } finally {
            left.run("ip", "link", "set", "uplink", "name", "eth0");
        }
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
    }

    @Test
    void anotherMacIsAnnouncedAgain() {
        Vip vip = Vip.of(106);
        hosts.settle(vip);
        String before = left.mac();

        long changed = Wiretap.nowMicros();
        left.run("ip", "link", "set", "eth0", "address", "02:00:00:00:01:06");

        try {
            wire.awaitFrame("announcement", changed, frame -> frame.announces(vip.address(), "02:00:00:00:01:06"));
            wire.awaitFrame(
                    "advertisement",
                    changed,
                    frame -> frame.isAdvertisement(106) && frame.source().equals("02:00:00:00:01:06"));
            assertThat(left.installed(vip)).contains("10.78.0.106/32");
            assertThat(right.holds(vip)).isFalse();
        } finally {
            left.run("ip", "link", "set", "eth0", "address", before);
        }
        wire.awaitFrame("announcement of the former", changed, frame -> frame.announces(vip.address(), before));
    }

    @Test
    void afterAnotherMtuItIsAnnouncedAgain() {
        Vip vip = Vip.of(107).with("announcement: {count: 1, repeatAfterSeconds: 0, refreshSeconds: 0}");
        hosts.settle(vip);
        wire.awaitFrame("the first announcement", 0, frame -> frame.announces(vip.address()));
        List<String> before = left.states(vip);

        long changed = Wiretap.nowMicros();
        left.run("ip", "link", "set", "eth0", "mtu", "1400");

        try {
            wire.awaitFrame("announcement", changed, frame -> frame.announces(vip.address(), left.mac()));
            assertThat(left.states(vip)).isEqualTo(before);
            assertThat(left.installed(vip)).contains("10.78.0.107/32");
            assertThat(right.holds(vip)).isFalse();
        } finally {
            left.run("ip", "link", "set", "eth0", "mtu", "1500");
        }
    }

    @Test
    void startupDelaySecondsHoldsTheFirstClaimBack() {
        Vip vip = Vip.of(108).with("startupDelaySeconds: 4");
        right.runs();

        long begun = Wiretap.nowMicros();
        left.runs(vip);

        Wiretap.Frame first = wire.awaitFrame("the first advertisement", 0, frame -> frame.isAdvertisement(108));
        assertThat(first.atMicros() - begun).isGreaterThan(4000 * MILLI);
        left.awaitHolds(vip, true);
    }

    @Test
    void whenThePrimaryAddressGoesTheNextBecomesTheSourceAndWithNoneItIsAFault() {
        Vip vip = Vip.of(109).with("interface: {type: Name, name: eth0}");
        left.run("ip", "address", "add", "10.78.0.21/16", "dev", "eth0");
        hosts.settle(vip);
        wire.awaitFrame("the primary address", 0, frame -> frame.isAdvertisement(109, left.address()));

        long removed = Wiretap.nowMicros();
        left.run("ip", "address", "delete", left.address() + "/24", "dev", "eth0");

        try {
            wire.awaitFrame("the next address", removed, frame -> frame.isAdvertisement(109, "10.78.0.21"));
            assertThat(left.installed(vip)).contains("10.78.0.109/32");

            left.run("ip", "address", "delete", "10.78.0.21/16", "dev", "eth0");

            assertThat(left.awaitFault(vip, "NoPrimaryAddress"))
                    .isEqualToIgnoringCase(
                            "interface eth0 has no IPv4 address that could be the source of advertisements");
            left.awaitHolds(vip, false);
            right.awaitHolds(vip, true);
        } finally {
            left.run("ip", "address", "replace", left.address() + "/24", "dev", "eth0");
        }
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
        right.awaitHolds(vip, false);
    }
}
