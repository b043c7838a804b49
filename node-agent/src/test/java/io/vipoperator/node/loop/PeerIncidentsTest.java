package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_1;
import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_2;
import static io.vipoperator.node.loop.ReceptionUnderTest.dialect;
import static io.vipoperator.node.loop.ReceptionUnderTest.hmac;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv4;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv6;
import static io.vipoperator.node.loop.ReceptionUnderTest.peer;
import static io.vipoperator.node.loop.ReceptionUnderTest.unicast;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.wire.AuthenticationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a peer that is refused or differs: who, which field, both values, what to do; once, or while it goes on. */
class PeerIncidentsTest {
    private static final Authentication NONE = new Authentication.None();
    private static final String PEER = "10.0.0.12, which advertises VRID 51, ";

    private static IncidentReport incident(ReceptionUnderTest test) {
        assertThat(test.router().incident).isPresent();
        return test.router().incident.get();
    }

    private static void assertIncident(ReceptionUnderTest test, String reason, String message) {
        assertThat(incident(test).reason()).isEqualTo(reason);
        assertThat(incident(test).message()).isEqualTo(message);
    }

    @Test
    void anotherVersion() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        test.hear(ForgedPacket.version2());
        assertIncident(
                test,
                "VersionDiffers",
                PEER + "speaks version 2 and this router version 3: it is not heeded; set the same version on both");
    }

    @Test
    void anotherIntervalOfVersion2() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(2, NONE)));
        ForgedPacket slower = ForgedPacket.version2();
        slower.interval = 3;
        test.hear(slower);
        assertIncident(
                test,
                "IntervalDiffers",
                PEER + "advertises every 3 s and this router every 1 s: version 2 discards it; "
                        + "set the same interval on both");
    }

    @Test
    void anotherIntervalOfVersion3IsHeeded() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        ForgedPacket faster = new ForgedPacket();
        faster.interval = 5;
        test.hear(faster);
        assertIncident(
                test,
                "IntervalDiffers",
                "10.0.0.12 advertises VRID 51 every 0.05 s and this router every 1 s: "
                        + "a Backup learns the Active's interval; set the same on both");
    }

    @Test
    void otherAddresses() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv6(dialect(3, NONE)));
        ForgedPacket global = ForgedPacket.ipv6();
        global.addresses = List.of("2001:db8::1");
        test.hear(global);
        assertIncident(
                test,
                "AddressListDiffers",
                "fe80::12 advertises the addresses 2001:db8::1 for VRID 51 and this router fe80::1, 2001:db8::1: "
                        + "give both the same, or another VRID to one of them");
    }

    @Test
    void ofManyAddressesFourAreTold() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        ForgedPacket packet = new ForgedPacket();
        packet.addresses = List.of("10.0.2.1", "10.0.2.2", "10.0.2.3", "10.0.2.4", "10.0.2.5", "10.0.2.6");
        test.hear(packet);
        assertThat(incident(test).message()).contains("10.0.2.1, 10.0.2.2, 10.0.2.3, 10.0.2.4, and 2 more for");
    }

    @Test
    void theOtherChecksumFormOnceForEachPeer() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        ForgedPacket packet = new ForgedPacket();
        packet.pseudoHeader = false;
        test.hear(packet);
        assertIncident(
                test,
                "ChecksumFormDiffers",
                PEER + "sums its checksum up without a pseudo-header and this router with one: it is heeded, but may "
                        + "discard ours; set checksum to MessageOnly, or change it there");
        for (int i = 0; i < 100; i++) {
            test.nowNanos += 1_000_000_000L;
            test.hear(packet);
        }
        assertThat(incident(test).count()).isEqualTo(1);
        packet.source = "10.0.0.13";
        test.hear(packet);
        assertThat(incident(test).count()).isEqualTo(2);
    }

    @Test
    void aLowTtl() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        ForgedPacket packet = new ForgedPacket();
        packet.ttl = 64;
        test.hear(packet);
        assertIncident(
                test,
                "TtlTooLow",
                PEER
                        + "was heard with TTL 64 and at least 255 is demanded: it crossed a router or sends with a low TTL; "
                        + "both must be in one segment");
    }

    @Test
    void aLowTtlOfAPeer() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, unicast(peer("10.0.0.12", 250)), NONE)));
        ForgedPacket packet = new ForgedPacket();
        packet.destination = "10.0.0.11";
        packet.ttl = 249;
        test.hear(packet);
        assertIncident(
                test,
                "TtlTooLow",
                PEER
                        + "was heard with TTL 249 and at least 250 is demanded: it crossed a router or sends with a low TTL; "
                        + "correct it there, or lower minimumTTL of this peer");
    }

    @Test
    void aStrangerAmongPeers() {
        ReceptionUnderTest test =
                new ReceptionUnderTest(ipv4(dialect(3, unicast(peer("10.0.0.20", 255), peer("10.0.0.3", 255)), NONE)));
        ForgedPacket packet = new ForgedPacket();
        packet.destination = "10.0.0.11";
        test.hear(packet);
        assertIncident(
                test,
                "PeerNotConfigured",
                PEER + "speaks to this node and is not among the peers (10.0.0.3, 10.0.0.20): "
                        + "add it to the peers, or take this node out of its peers");
    }

    @Test
    void aPeerThatSpeaksToTheGroup() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, unicast(peer("10.0.0.12", 255)), NONE)));
        ForgedPacket stranger = new ForgedPacket();
        stranger.source = "10.0.0.13";
        test.hear(stranger);
        assertThat(test.router().incident).isEmpty();
        test.hear(new ForgedPacket());
        assertIncident(
                test,
                "PeerNotConfigured",
                PEER + "sends to 224.0.0.18 and this router expects unicast from its peers: "
                        + "set the same transport on both");
    }

    @Test
    void aPeerThatSpeaksToUsAlone() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        ForgedPacket packet = new ForgedPacket();
        packet.destination = "10.0.0.11";
        test.hear(packet);
        assertIncident(
                test,
                "PeerNotConfigured",
                PEER + "sends to 10.0.0.11 and this router expects the multicast group: "
                        + "set the same transport on both");
    }

    @Test
    void noAuthenticationWhereAPasswordIsDemanded() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(
                2,
                new Authentication.Password(
                        new AuthenticationKey(1, "abcd1234".getBytes(StandardCharsets.US_ASCII))))));
        test.hear(ForgedPacket.version2());
        assertIncident(
                test,
                "AuthenticationFailed",
                PEER
                        + "sends no authentication and this router demands its password: it is not heeded, and both may be "
                        + "Active; give both the same authentication and keys");
        ForgedPacket other = ForgedPacket.version2();
        other.authenticationType = 1;
        other.source = "10.0.0.13";
        test.hear(other);
        assertThat(incident(test).message())
                .contains("10.0.0.13", "sends another password")
                .doesNotContain("abcd");
    }

    @Test
    void anUnknownKeyAWrongSecretAndAWrongClock() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, hmac(KEY_1, KEY_2))));
        ForgedPacket packet = new ForgedPacket();
        packet.key = KEY_1.value();
        packet.sequence = (test.epochNanos / 1_000_000_000L - 3600) << 32;
        test.hear(packet);
        assertThat(incident(test).message())
                .contains("signs with a clock that is 3600 s behind this node's, more than 5 s")
                .contains("demands HMAC by key 1 or key 2");
        packet.source = "10.0.0.13";
        packet.sequence = (test.epochNanos / 1_000_000_000L) << 32;
        packet.keyId = 7;
        test.hear(packet);
        assertThat(incident(test).message()).contains("10.0.0.13", "signs with key 7");
        packet.source = "10.0.0.14";
        packet.keyId = 2;
        test.hear(packet);
        assertThat(incident(test).message()).contains("10.0.0.14", "signs with another secret as key 2");
    }

    @Test
    void whatKeepsTwoRoutersApartIsToldAgainEveryTenSecondsWhileItGoesOn() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, hmac(KEY_1))));
        long began = test.nowNanos;
        while (test.nowNanos < began + 35_000_000_000L) {
            test.nowNanos += 999_000_000L;
            test.hear(new ForgedPacket());
        }
        assertThat(incident(test).reason()).isEqualTo("AuthenticationFailed");
        assertThat(incident(test).count()).isEqualTo(4);
        assertThat(incident(test).atNanos()).isEqualTo(began + 31_000_000_000L);
    }

    @Test
    void forgedSourcesFillNeitherMemoryNorReports() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, hmac(KEY_1))));
        for (int i = 0; i < 1_000; i++) {
            ForgedPacket packet = new ForgedPacket();
            packet.source = "10.1." + (i / 250) + "." + (i % 250);
            test.hear(packet);
        }
        assertThat(incident(test).count()).isEqualTo(16);
    }

    @Test
    void aChangeOfStateLetsAllBeSaidAnew() {
        ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
        test.hear(ForgedPacket.version2());
        test.router().sinceNanos++;
        test.hear(ForgedPacket.version2());
        assertThat(incident(test).count()).isEqualTo(2);
    }
}
