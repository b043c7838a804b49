package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_1;
import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_2;
import static io.vipoperator.node.loop.ReceptionUnderTest.OWN_IPV4;
import static io.vipoperator.node.loop.ReceptionUnderTest.OWN_IPV6;
import static io.vipoperator.node.loop.ReceptionUnderTest.dialect;
import static io.vipoperator.node.loop.ReceptionUnderTest.hmac;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv4;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv6;
import static io.vipoperator.node.loop.ReceptionUnderTest.peer;
import static io.vipoperator.node.loop.ReceptionUnderTest.unicast;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.RouterConfig;
import io.vipoperator.node.wire.AuthenticationKey;
import io.vipoperator.node.wire.ChecksumForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** To whom an advertisement goes, and with which octets: compared with packets made field by field. */
class OutgoingTest {
    private static final Authentication NONE = new Authentication.None();
    private static final long EPOCH = 1_800_000_000_000_000_000L;
    private static final long EPOCH_SECONDS = 1_800_000_000L;

    private final Outgoing outgoing = new Outgoing();

    private static RouterConfig config(RouterSetup setup) {
        Router router = new Router(setup, new Changes(), new Verdicts(), 0);
        router.primaryAddress = setup.key().family() == Family.IPV4 ? OWN_IPV4 : OWN_IPV6;
        return router.wantedConfig();
    }

    private List<Outgoing.Packet> packets(RouterSetup setup, int priority, long epochNanos) {
        return outgoing.packets(setup, config(setup), priority, epochNanos);
    }

    private static ForgedPacket expected(String destination) {
        ForgedPacket packet = new ForgedPacket();
        packet.source = "10.0.0.11";
        packet.destination = destination;
        packet.priority = 150;
        return packet;
    }

    private static void assertPacket(Outgoing.Packet packet, ForgedPacket expected) {
        assertThat(packet.source).hasToString(expected.source);
        assertThat(packet.destination).hasToString(expected.destination);
        assertThat(packet.message).isEqualTo(expected.message());
    }

    @Test
    void oneToTheGroupOverIpv4() {
        List<Outgoing.Packet> packets = packets(ipv4(dialect(3, NONE)), 150, EPOCH);
        assertThat(packets).hasSize(1);
        assertPacket(packets.getFirst(), expected("224.0.0.18"));
    }

    @Test
    void oneToTheGroupOverIpv6() {
        List<Outgoing.Packet> packets = packets(ipv6(dialect(3, NONE)), 150, EPOCH);
        ForgedPacket expected = ForgedPacket.ipv6();
        expected.source = "fe80::11";
        expected.priority = 150;
        assertThat(packets).hasSize(1);
        assertPacket(packets.getFirst(), expected);
    }

    @Test
    void inVersion2WithThePassword() {
        Authentication password =
                new Authentication.Password(new AuthenticationKey(1, "abcd1234".getBytes(StandardCharsets.US_ASCII)));
        ForgedPacket expected = expected("224.0.0.18");
        expected.version = 2;
        expected.interval = 1;
        assertPacket(packets(ipv4(dialect(2, NONE)), 150, EPOCH).getFirst(), expected);
        expected.authenticationType = 1;
        expected.authenticationData = "abcd1234".getBytes(StandardCharsets.US_ASCII);
        assertPacket(packets(ipv4(dialect(2, password)), 150, EPOCH).getFirst(), expected);
    }

    @Test
    void withoutAPseudoHeaderIfAskedFor() {
        Dialect messageOnly = new Dialect(
                3, 1_000_000_000L, ChecksumForm.MESSAGE_ONLY, Transport.Multicast.fromPrimary(), NONE, false);
        ForgedPacket expected = expected("224.0.0.18");
        expected.pseudoHeader = false;
        assertPacket(packets(ipv4(messageOnly), 150, EPOCH).getFirst(), expected);
    }

    @Test
    void oneToEachPeerWithItsOwnChecksumAndNoneToTheGroup() {
        List<Outgoing.Packet> packets =
                packets(ipv4(dialect(3, unicast(peer("10.0.0.12", 255), peer("10.0.0.13", 255)), NONE)), 150, EPOCH);
        assertThat(packets).hasSize(2);
        assertPacket(packets.get(0), expected("10.0.0.12"));
        assertPacket(packets.get(1), expected("10.0.0.13"));
    }

    @Test
    void withoutPeersNothingGoesOut() {
        assertThat(packets(ipv4(dialect(3, unicast(), NONE)), 150, EPOCH)).isEmpty();
    }

    @Test
    void fromTheFixedSource() {
        Transport transport =
                new Transport.Unicast(Optional.of(IpAddress.parse("10.0.0.99")), List.of(peer("10.0.0.12", 255)));
        ForgedPacket expected = expected("10.0.0.12");
        expected.source = "10.0.0.99";
        assertPacket(packets(ipv4(dialect(3, transport, NONE)), 150, EPOCH).getFirst(), expected);
    }

    @Test
    void signedOnceForAllPeersByTheFirstKeyWithAGreaterNumberEachTime() {
        RouterSetup setup =
                ipv4(dialect(3, unicast(peer("10.0.0.12", 255), peer("10.0.0.13", 255)), hmac(KEY_2, KEY_1)));
        for (int i = 0; i < 3; i++) {
            List<Outgoing.Packet> packets = packets(setup, 150, EPOCH);
            for (int p = 0; p < 2; p++) {
                ForgedPacket expected = expected("10.0.0.1" + (2 + p));
                expected.key = KEY_2.value();
                expected.keyId = 2;
                expected.sequence = (EPOCH_SECONDS << 32) + i;
                assertPacket(packets.get(p), expected);
            }
        }
    }

    @Test
    void signedOverIpv6TheChecksumCoversTheTrailer() {
        ForgedPacket expected = ForgedPacket.ipv6();
        expected.source = "fe80::11";
        expected.priority = 150;
        expected.key = KEY_1.value();
        expected.sequence = EPOCH_SECONDS << 32;
        assertPacket(packets(ipv6(dialect(3, hmac(KEY_1))), 150, EPOCH).getFirst(), expected);
    }

    @Test
    void aClockThatIsSetBackDoesNotLockUsOut() {
        RouterSetup setup = ipv4(dialect(3, hmac(KEY_1)));
        packets(setup, 150, EPOCH + 3_600_000_000_000L);
        ForgedPacket expected = expected("224.0.0.18");
        expected.key = KEY_1.value();
        expected.sequence = EPOCH_SECONDS << 32;
        assertPacket(packets(setup, 150, EPOCH).getFirst(), expected);
    }

    @Test
    void theSameOctetsAreKept() {
        RouterSetup setup = ipv4(dialect(3, NONE));
        RouterConfig config = config(setup);
        List<Outgoing.Packet> first = outgoing.packets(setup, config, 150, EPOCH);
        assertThat(outgoing.packets(setup, config, 150, EPOCH)).isSameAs(first);
        assertThat(outgoing.packets(setup, config, 0, EPOCH).getFirst().message[2])
                .isZero();
        assertThat(outgoing.packets(setup, config, 150, EPOCH).getFirst().message[2])
                .isEqualTo((byte) 150);
    }

    @Test
    void anythingElseIsMadeAnew() {
        packets(ipv4(dialect(3, NONE)), 150, EPOCH);
        ForgedPacket slower = expected("224.0.0.18");
        slower.version = 2;
        slower.interval = 1;
        assertPacket(packets(ipv4(dialect(2, NONE)), 150, EPOCH).getFirst(), slower);
        packets(ipv4(dialect(3, hmac(KEY_1))), 150, EPOCH);
        assertPacket(packets(ipv4(dialect(3, NONE)), 150, EPOCH).getFirst(), expected("224.0.0.18"));
    }

    @Test
    void withoutKeysNothingGoesOutButAResignationByThoseBefore() {
        RouterSetup keyless = ipv4(dialect(3, new Authentication.KeyMissing("key 1")));
        assertThat(packets(keyless, 0, EPOCH)).isEmpty();
        packets(ipv4(dialect(3, hmac(KEY_1))), 150, EPOCH);
        assertThat(packets(keyless, 150, EPOCH)).isEmpty();
        ForgedPacket expected = expected("224.0.0.18");
        expected.priority = 0;
        expected.key = KEY_1.value();
        expected.sequence = (EPOCH_SECONDS << 32) + 1;
        List<Outgoing.Packet> resignation = packets(keyless, 0, EPOCH);
        assertThat(resignation).hasSize(1);
        assertPacket(resignation.getFirst(), expected);
    }
}
