package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.dialect;
import static io.vipoperator.node.loop.ReceptionUnderTest.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.wire.AuthenticationKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each MUST of RFC 3768 sections 5.2, 5.3 and 7.1, version 2, named after its sentence. */
class Rfc3768Sections5And7Test {
    private static final Authentication NONE = new Authentication.None();
    private static final HexFormat HEX = HexFormat.of();

    private final ReceptionUnderTest test = new ReceptionUnderTest(ipv4(dialect(2, NONE)));

    private static Outgoing.Packet sent() {
        RouterSetup setup = ipv4(dialect(2, NONE));
        Router router = new Router(setup, new Changes(), new Verdicts(), 0);
        router.primaryAddress = ReceptionUnderTest.OWN_IPV4;
        return new Outgoing().packets(setup, router.wantedConfig(), 150, 0).getFirst();
    }

    private void assertDiscarded(ForgedPacket packet, String reason) {
        var before = test.router().state;
        test.hear(packet);
        assertThat(test.counted()).containsExactly(reason);
        assertThat(test.router().state).isSameAs(before);
    }

    private void assertHeeded(ForgedPacket packet) {
        test.hear(packet);
        assertThat(test.counted()).containsExactly("heeded");
    }

    @Nested
    class Section52 {
        /** 5.2.1 */
        @Test
        void theSourceIsThePrimaryIpAddressOfTheInterfaceThePacketIsBeingSentFrom() {
            assertThat(sent().source).hasToString("10.0.0.11");
        }

        /** 5.2.2 */
        @Test
        void theMulticastAddressIs224Dot0Dot0Dot18() {
            assertThat(sent().destination).hasToString("224.0.0.18");
        }

        /** 5.2.3 */
        @Test
        void aVrrpRouterReceivingAPacketWithTheTtlNotEqualTo255MustDiscardThePacket() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.ttl = 254;
            assertDiscarded(packet, "ttl");
        }
    }

    @Nested
    class Section53 {
        /** 5.3 as a whole, checksum summed up by hand. */
        @Test
        void theMessageHasVersion2TypeVridPriorityCountAuthTypeIntervalChecksumAddressesAndData() {
            assertThat(HEX.formatHex(sent().message))
                    .isEqualTo("213396010001" + "3dc9" + "0a000101" + "0000000000000000");
        }

        /** 5.3.2 */
        @Test
        void aPacketWithUnknownTypeMustBeDiscarded() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.type = 2;
            assertDiscarded(packet, "type");
        }

        /** 5.3.4 */
        @Test
        void priorityZeroIndicatesThatTheMasterHasStoppedParticipating() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.priority = 0;
            assertHeeded(packet);
            assertThat(test.counters.resignationsReceived()).isEqualTo(1);
        }

        /** 5.3.6 */
        @Test
        void aPacketWithUnknownAuthenticationTypeMustBeDiscarded() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.authenticationType = 3;
            assertDiscarded(packet, "authentication-type");
        }

        /** 5.3.6 */
        @Test
        void aPacketThatDoesNotMatchTheLocallyConfiguredAuthenticationMethodMustBeDiscarded() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.authenticationType = 1;
            assertDiscarded(packet, "authentication-mismatch");
        }

        /** 5.3.7 */
        @Test
        void theIntervalIsInSeconds() {
            assertThat(sent().message[5]).isEqualTo((byte) 1);
        }

        /** 5.3.8 */
        @Test
        void theChecksumIsOverTheEntireVrrpMessageStartingWithTheVersionField() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.authenticationData = "ignored!".getBytes(StandardCharsets.US_ASCII);
            assertHeeded(packet);
        }

        /** 5.3.8 */
        @Test
        void aWrongChecksumOfTheAuthenticationDataIsFound() {
            byte[] packet = ForgedPacket.version2().packet();
            packet[packet.length - 1] = 1;
            test.ipv4(packet, packet.length);
            assertThat(test.counted()).containsExactly("checksum");
        }

        /** 5.3.10 */
        @Test
        void withoutAuthenticationTheDataIsZeroOnTransmissionAndIgnoredOnReception() {
            assertThat(HEX.formatHex(sent().message, 12, 20)).isEqualTo("0000000000000000");
            ForgedPacket packet = ForgedPacket.version2();
            packet.authenticationData = "whatever".getBytes(StandardCharsets.US_ASCII);
            assertHeeded(packet);
        }
    }

    @Nested
    class Section71 {
        @Test
        void mustVerifyThatTheIpTtlIs255() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.ttl = 1;
            assertDiscarded(packet, "ttl");
        }

        @Test
        void mustVerifyTheVrrpVersionIs2() {
            assertDiscarded(new ForgedPacket(), "version");
        }

        @Test
        void mustVerifyThatTheReceivedPacketContainsTheCompleteVrrpPacket() {
            byte[] packet = ForgedPacket.version2().packet();
            for (int length = 0; length < packet.length; length++) {
                test.ipv4(packet, length);
            }
            // Complete fields and addresses, but without authentication data.
            packet[3] = 20 + 12;
            test.ipv4(packet, packet.length);
            assertThat(test.counted()).hasSize(packet.length + 1).containsOnly("length");
        }

        @Test
        void mustVerifyTheVrrpChecksum() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.spoiltChecksum = true;
            assertDiscarded(packet, "checksum");
        }

        @Test
        void mustVerifyThatTheVridIsConfiguredOnTheReceivingInterface() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.virtualRouterID = 52;
            assertDiscarded(packet, "foreign-virtual-router-id");
        }

        @Test
        void mustVerifyThatTheAuthTypeMatchesAndPerformThatAuthenticationMethod() {
            ReceptionUnderTest demanding = new ReceptionUnderTest(ipv4(dialect(
                    2,
                    new Authentication.Password(
                            new AuthenticationKey(1, "secret".getBytes(StandardCharsets.US_ASCII))))));
            ForgedPacket packet = ForgedPacket.version2();
            demanding.hear(packet);
            assertThat(demanding.counted()).containsExactly("authentication-mismatch");
            packet.authenticationType = 1;
            packet.authenticationData = "secret\0\0".getBytes(StandardCharsets.US_ASCII);
            demanding.hear(packet);
            assertThat(demanding.counted()).containsExactly("heeded", "authentication-mismatch");
            packet.authenticationData = "secret\0x".getBytes(StandardCharsets.US_ASCII);
            demanding.hear(packet);
            assertThat(demanding.counted())
                    .containsExactly("heeded", "authentication-mismatch", "authentication-failure");
        }

        @Test
        void mustVerifyThatTheAdverIntervalInThePacketIsTheSameAsTheLocallyConfigured() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.interval = 2;
            assertDiscarded(packet, "interval");
        }

        /** A may in the text; where it is done, the text drops it. Departed from: keepalived doesn't drop any more either. */
        @Test
        void mayVerifyThatTheAddressesMatch() {
            ForgedPacket packet = ForgedPacket.version2();
            packet.addresses = List.of("10.0.9.9");
            assertHeeded(packet);
            assertThat(test.router().incident.orElseThrow().reason()).isEqualTo("AddressListDiffers");
        }
    }
}
