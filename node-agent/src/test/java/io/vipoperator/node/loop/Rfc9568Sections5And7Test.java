package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.dialect;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv4;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv6;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.RouterConfig;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Each MUST of RFC 9568 sections 5.1, 5.2 and 7.1 that packets obey, named after its sentence. TTL, hop limit and protocol number of
 * what is sent are the socket's business, and tested where the sockets are.
 */
class Rfc9568Sections5And7Test {
    private static final Authentication NONE = new Authentication.None();
    private static final HexFormat HEX = HexFormat.of();

    private final ReceptionUnderTest overIpv4 = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
    private final ReceptionUnderTest overIpv6 = new ReceptionUnderTest(ipv6(dialect(3, NONE)));

    private static Outgoing.Packet sent(RouterSetup setup) {
        Router router = new Router(setup, new Changes(), new Verdicts(), 0);
        router.primaryAddress =
                setup.key().family() == Family.IPV4 ? ReceptionUnderTest.OWN_IPV4 : ReceptionUnderTest.OWN_IPV6;
        RouterConfig config = router.wantedConfig();
        return new Outgoing().packets(setup, config, 150, 0).getFirst();
    }

    private static void assertDiscarded(ReceptionUnderTest test, ForgedPacket packet, String reason) {
        var before = test.router().state;
        test.hear(packet);
        assertThat(test.counted()).containsExactly(reason);
        assertThat(test.router().state).isSameAs(before);
    }

    private static void assertHeeded(ReceptionUnderTest test, ForgedPacket packet) {
        test.hear(packet);
        assertThat(test.counted()).containsExactly("heeded");
    }

    @Nested
    class Section51 {
        /** 5.1.1.1 */
        @Test
        void theIpv4SourceIsThePrimaryAddressOfTheInterfaceThePacketIsSentFrom() {
            assertThat(sent(ipv4(dialect(3, NONE))).source).hasToString("10.0.0.11");
        }

        /** 5.1.1.2 */
        @Test
        void theIpv4MulticastAddressIs224Dot0Dot0Dot18() {
            assertThat(sent(ipv4(dialect(3, NONE))).destination).hasToString("224.0.0.18");
        }

        /** 5.1.1.3 */
        @Test
        void aVrrpRouterReceivingAPacketWithTheTtlNotEqualTo255MustDiscardThePacket() {
            ForgedPacket packet = new ForgedPacket();
            packet.ttl = 254;
            assertDiscarded(overIpv4, packet, "ttl");
        }

        /** 5.1.1.4 */
        @Test
        void theIpv4ProtocolNumberForVrrpIs112() {
            byte[] packet = new ForgedPacket().packet();
            packet[9] = 113;
            overIpv4.ipv4(packet, packet.length);
            assertThat(overIpv4.counted()).containsExactly("protocol");
        }

        /** 5.1.2.1 */
        @Test
        void theIpv6SourceIsTheLinkLocalAddressOfTheInterfaceThePacketIsSentFrom() {
            assertThat(sent(ipv6(dialect(3, NONE))).source).hasToString("fe80::11");
        }

        /** 5.1.2.2 */
        @Test
        void theIpv6MulticastAddressIsFf02Colon12() {
            assertThat(sent(ipv6(dialect(3, NONE))).destination).hasToString("ff02::12");
        }

        /** 5.1.2.3 */
        @Test
        void aVrrpRouterReceivingAPacketWithTheHopLimitNotEqualTo255MustDiscardThePacket() {
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.ttl = 254;
            assertDiscarded(overIpv6, packet, "ttl");
        }
    }

    @Nested
    class Section52 {
        /** 5.2.1 and 5.2.2 */
        @Test
        void theVersionIs3AndTheOnlyTypeIs1() {
            assertThat(sent(ipv4(dialect(3, NONE))).message[0]).isEqualTo((byte) 0x31);
        }

        /** 5.2.2 */
        @Test
        void aPacketWithUnknownTypeMustBeDiscarded() {
            ForgedPacket packet = new ForgedPacket();
            packet.type = 2;
            assertDiscarded(overIpv4, packet, "type");
        }

        /** 5.2.3, and the range of section 6.1 */
        @Test
        void theVridIdentifiesTheVirtualRouterAndIs1To255() {
            ForgedPacket packet = new ForgedPacket();
            packet.virtualRouterID = 0;
            assertDiscarded(overIpv4, packet, "virtual-router-id");
        }

        /** 5.2.4 */
        @Test
        void thePriorityOfTheOwnerMustBe255AndThatOfOthers1To254() {
            ForgedPacket owner = new ForgedPacket();
            owner.priority = 255;
            assertHeeded(overIpv4, owner);
            assertThat(sent(ipv4(dialect(3, NONE))).message[2]).isEqualTo((byte) 150);
        }

        /** 5.2.4 */
        @Test
        void priorityZeroIndicatesThatTheActiveRouterHasStoppedParticipating() {
            ForgedPacket packet = new ForgedPacket();
            packet.priority = 0;
            assertHeeded(overIpv4, packet);
            assertThat(overIpv4.counters.resignationsReceived()).isEqualTo(1);
        }

        /** 5.2.5, and erratum 8299 */
        @Test
        void ifTheReceivedCountIsZeroTheAdvertisementMustBeIgnored() {
            ForgedPacket packet = new ForgedPacket();
            packet.addresses = List.of();
            assertDiscarded(overIpv4, packet, "address-count");
        }

        /** 5.2.6 */
        @Test
        void theReservedFieldMustBeZeroOnTransmissionAndIgnoredOnReception() {
            assertThat(sent(ipv4(dialect(3, NONE))).message[4] & 0xf0).isZero();
            ForgedPacket packet = new ForgedPacket();
            packet.reserved = 15;
            assertHeeded(overIpv4, packet);
        }

        /** 5.2.7 */
        @Test
        void theMaxAdvertiseIntervalIsA12BitFieldInCentiseconds() {
            assertThat(HEX.formatHex(sent(ipv4(dialect(3, NONE))).message, 4, 6))
                    .isEqualTo("0064");
            ForgedPacket packet = new ForgedPacket();
            packet.interval = 4095;
            packet.priority = 200;
            assertHeeded(overIpv4, packet);
            // (3 * 4095 + (256 - 150) * 4095 / 256) * 10 ms
            assertThat(overIpv4.router().state.deadlineNanos() - overIpv4.nowNanos)
                    .isEqualTo(122_850_000_000L + 16_955_859_375L);
        }

        /** 5.2.7, erratum 8301 */
        @Test
        void aMaxAdvertiseIntervalOfZeroIsDiscarded() {
            ForgedPacket packet = new ForgedPacket();
            packet.interval = 0;
            assertDiscarded(overIpv4, packet, "interval");
        }

        /** 5.2.8 */
        @Test
        void forIpv4TheChecksumIsOverTheMessageAloneStartingWithTheVersionField() {
            ForgedPacket packet = new ForgedPacket();
            packet.pseudoHeader = false;
            assertHeeded(overIpv4, packet);
        }

        /** 5.2.8 */
        @Test
        void forIpv6TheChecksumIncludesThePseudoHeaderWithNextHeader112() {
            // The message from fe80::11 to ff02::12, summed up by another program.
            assertThat(HEX.formatHex(sent(ipv6(dialect(3, NONE))).message))
                    .isEqualTo("3133960200640deb" + "fe800000000000000000000000000001"
                            + "20010db8000000000000000000000001");
        }

        /** 5.2.9 */
        @Test
        void theAddressesAreTheConfiguredOnesOfTheVirtualRouter() {
            assertThat(HEX.formatHex(sent(ipv4(dialect(3, NONE))).message, 8, 12))
                    .isEqualTo("0a000101");
        }

        /** 5.2.9: departed from on receipt (erratum 8300): keepalived lists global addresses alone. */
        @Test
        void forIpv6TheFirstAddressMustBeTheLinkLocalAddressOfTheVirtualRouter() {
            byte[] message = sent(ipv6(dialect(3, NONE))).message;
            assertThat(HEX.formatHex(message, 8, 10)).isEqualTo("fe80");
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.addresses = List.of("2001:db8::1", "fe80::1");
            assertHeeded(overIpv6, packet);
        }

        /** 5.2.9: the length leaves no room for an IPv4 address. */
        @Test
        void ipv4AndIpv6MustNotBothBeCarriedInOneAddressField() {
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.addresses = List.of("fe80::1", "10.0.1.1");
            assertDiscarded(overIpv6, packet, "length");
        }
    }

    @Nested
    class Section71 {
        @Test
        void mustVerifyThatTheIpv4TtlIs255() {
            assertHeeded(overIpv4, new ForgedPacket());
            ForgedPacket packet = new ForgedPacket();
            packet.ttl = 0;
            overIpv4.hear(packet);
            assertThat(overIpv4.counted()).containsExactly("heeded", "ttl");
        }

        @Test
        void mustVerifyThatTheIpv6HopLimitIs255() {
            assertHeeded(overIpv6, ForgedPacket.ipv6());
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.ttl = 64;
            overIpv6.hear(packet);
            assertThat(overIpv6.counted()).containsExactly("heeded", "ttl");
        }

        @Test
        void mustVerifyThatTheVrrpVersionIs3() {
            assertDiscarded(overIpv4, ForgedPacket.version2(), "version");
            ForgedPacket packet = ForgedPacket.ipv6();
            packet.version = 4;
            assertDiscarded(overIpv6, packet, "version");
        }

        @Test
        void mustVerifyThatTheVrrpPacketTypeIs1() {
            ForgedPacket packet = new ForgedPacket();
            packet.type = 0;
            assertDiscarded(overIpv4, packet, "type");
        }

        @Test
        void mustVerifyThatTheReceivedPacketContainsTheCompleteVrrpPacket() {
            byte[] packet = new ForgedPacket().packet();
            for (int length = 0; length < packet.length; length++) {
                overIpv4.ipv4(packet, length);
            }
            assertThat(overIpv4.counted()).hasSize(packet.length).containsOnly("length");
            ForgedPacket tooManyCounted = new ForgedPacket();
            tooManyCounted.count = 2;
            ReceptionUnderTest other = new ReceptionUnderTest(ipv4(dialect(3, NONE)));
            assertDiscarded(other, tooManyCounted, "length");
        }

        @Test
        void mustVerifyTheVrrpChecksum() {
            ForgedPacket packet = new ForgedPacket();
            packet.spoiltChecksum = true;
            assertDiscarded(overIpv4, packet, "checksum");
            ForgedPacket ipv6 = ForgedPacket.ipv6();
            ipv6.spoiltChecksum = true;
            assertDiscarded(overIpv6, ipv6, "checksum");
        }

        @Test
        void mustVerifyThatTheVridIsConfiguredOnTheReceivingInterface() {
            ForgedPacket packet = new ForgedPacket();
            packet.virtualRouterID = 52;
            assertDiscarded(overIpv4, packet, "foreign-virtual-router-id");
        }

        /** Erratum 8298: an owner that hears another one logs it and goes on by the rules of the election. */
        @Test
        void theLocalRouterIsNotTheAddressOwner() {
            RouterSetup setup = ipv4(dialect(3, NONE));
            ReceptionUnderTest owner = new ReceptionUnderTest(setup.with(Candidacy.of(255, true, 0, 0)));
            ForgedPacket packet = new ForgedPacket();
            packet.priority = 255;
            packet.source = "10.0.0.10";
            owner.hear(packet);
            assertThat(owner.router().incident.orElseThrow().reason()).isEqualTo("SecondOwner");
            assertThat(owner.router().isActive()).isTrue();
        }

        /** Should, since a different interval is learned. */
        @Test
        void shouldVerifyThatTheMaxAdvertiseIntervalMatches() {
            ForgedPacket packet = new ForgedPacket();
            packet.interval = 200;
            assertHeeded(overIpv4, packet);
            assertThat(overIpv4.router().incident.orElseThrow().reason()).isEqualTo("IntervalDiffers");
        }

        @Test
        void mayVerifyThatTheAddressesMatch() {
            ForgedPacket packet = new ForgedPacket();
            packet.addresses = List.of("10.0.9.9");
            assertHeeded(overIpv4, packet);
            assertThat(overIpv4.router().incident.orElseThrow().reason()).isEqualTo("AddressListDiffers");
        }

        @Test
        void whatIsHeededReachesTheStateMachineWithItsSource() {
            ForgedPacket packet = new ForgedPacket();
            packet.priority = 151;
            assertHeeded(overIpv4, packet);
            assertThat(overIpv4.router().state.activeAddress()).contains(IpAddress.parse("10.0.0.12"));
        }
    }
}
