package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.SPEAKER;
import static io.vipoperator.node.wire.Packets.captured;
import static io.vipoperator.node.wire.Packets.checksummed;
import static io.vipoperator.node.wire.Packets.hex;
import static io.vipoperator.node.wire.Packets.ipv4;
import static io.vipoperator.node.wire.Packets.with;
import static io.vipoperator.node.wire.Packets.withoutEthernet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codec against golden bytes, captures of others' packets, and every rung of the receive ladder. */
class VrrpCodecTest {
    private static final IpAddress VIRTUAL = IpAddress.parse("192.168.1.10");
    private static final Advertisement ADVERTISEMENT = advertisement(100, VIRTUAL);
    private static final String PSEUDO_HEADER = "313364010064067bc0a8010a";
    private static final String MESSAGE_ONLY = "313364010064a8b4c0a8010a";

    private static Advertisement advertisement(int priority, IpAddress... addresses) {
        return new Advertisement(3, 51, priority, 1_000_000_000L, List.of(addresses));
    }

    private static Decoded decode(byte[] packet) {
        return VrrpCodec.decode(packet, packet.length);
    }

    private static Decoded rejected(Rejection rejection) {
        return new Decoded.Rejected(rejection);
    }

    private static Decoded accepted(Advertisement advertisement, ChecksumForm form) {
        return new Decoded.Accepted(
                advertisement, SPEAKER, VrrpCodec.IPV4_GROUP, 255, Set.of(form), new Credential.None());
    }

    @Nested
    class Encode {
        @Test
        void goldenWithPseudoHeader() {
            assertThat(VrrpCodec.encode(ADVERTISEMENT, SPEAKER, VrrpCodec.IPV4_GROUP, ChecksumForm.PSEUDO_HEADER))
                    .isEqualTo(hex(PSEUDO_HEADER));
        }

        @Test
        void goldenWithMessageOnly() {
            assertThat(VrrpCodec.encode(ADVERTISEMENT, SPEAKER, VrrpCodec.IPV4_GROUP, ChecksumForm.MESSAGE_ONLY))
                    .isEqualTo(hex(MESSAGE_ONLY));
        }

        @Test
        void goldenToASinglePeer() {
            IpAddress peer = IpAddress.parse("192.168.1.3");
            assertThat(VrrpCodec.encode(ADVERTISEMENT, SPEAKER, peer, ChecksumForm.PSEUDO_HEADER))
                    .isEqualTo(hex("31336401006424e2c0a8010a"));
        }

        @Test
        void goldenResignation() {
            assertThat(VrrpCodec.encode(
                            advertisement(0, VIRTUAL), SPEAKER, VrrpCodec.IPV4_GROUP, ChecksumForm.MESSAGE_ONLY))
                    .isEqualTo(hex("3133000100640cb5c0a8010a"));
        }

        @Test
        void whatCannotBeSaidIsRefused() {
            assertThatThrownBy(() -> encode(new Advertisement(4, 51, 1, 1_000_000_000L, List.of(VIRTUAL))))
                    .hasMessage("version must be 2 or 3, not 4");
            assertThatThrownBy(() -> encode(new Advertisement(3, 256, 1, 1_000_000_000L, List.of(VIRTUAL))))
                    .hasMessage("VRID must be 1..255, not 256");
            assertThatThrownBy(() -> encode(new Advertisement(3, 51, 256, 1_000_000_000L, List.of(VIRTUAL))))
                    .hasMessage("priority must be 0..255, not 256");
            assertThatThrownBy(() -> encode(new Advertisement(3, 51, 1, 1_000_000_000L, List.of())))
                    .hasMessage("there must be 1..255 addresses, not 0");
            assertThatThrownBy(() ->
                            encode(new Advertisement(3, 51, 1, 1_000_000_000L, Collections.nCopies(256, VIRTUAL))))
                    .hasMessage("there must be 1..255 addresses, not 256");
            assertThatThrownBy(() -> encode(new Advertisement(3, 51, 1, 40_960_000_000L, List.of(VIRTUAL))))
                    .hasMessage("interval must be 1..4095 centiseconds, not 4096");
            assertThatThrownBy(() -> encode(advertisement(1, VIRTUAL, IpAddress.parse("fe80::1"))))
                    .hasMessage("addresses must be of one family, and IPv4 in version 2, not fe80::1");
        }

        private byte[] encode(Advertisement advertisement) {
            return VrrpCodec.encode(advertisement, SPEAKER, VrrpCodec.IPV4_GROUP, ChecksumForm.MESSAGE_ONLY);
        }
    }

    @Nested
    class Decode {
        @Test
        void bothChecksumFormsAreAcceptedAndTold() {
            assertThat(decode(ipv4(PSEUDO_HEADER))).isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.PSEUDO_HEADER));
            assertThat(decode(ipv4(MESSAGE_ONLY))).isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.MESSAGE_ONLY));
        }

        @ParameterizedTest
        @ValueSource(strings = {"keepalived", "frr"})
        void whatOthersSendIsUnderstood(String speaker) {
            assertThat(decode(withoutEthernet(captured(speaker + "-advertisement"))))
                    .isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.PSEUDO_HEADER));
        }

        @ParameterizedTest(name = "{0} octets of padding")
        @ValueSource(ints = {1, 14, 18})
        void paddingBehindThePacketIsTolerated(int padding) {
            byte[] padded = Arrays.copyOf(ipv4(PSEUDO_HEADER), 32 + padding);
            assertThat(decode(padded)).isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.PSEUDO_HEADER));
        }

        @Test
        void aLargerBufferIsReadToTheReceivedLength() {
            assertThat(VrrpCodec.decode(Arrays.copyOf(ipv4(PSEUDO_HEADER), 2048), 32))
                    .isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.PSEUDO_HEADER));
        }

        @Test
        void headerOptionsAreSkipped() {
            byte[] packet = ipv4(PSEUDO_HEADER);
            byte[] withOptions = ByteBuffer.allocate(36)
                    .put(with(with(packet, 0, 0x46), 3, 36), 0, 20)
                    .put(hex("94040000"))
                    .put(packet, 20, 12)
                    .array();
            assertThat(decode(withOptions)).isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.PSEUDO_HEADER));
        }

        @Test
        void theReservedNibbleIsIgnored() {
            assertThat(decode(checksummed(with(ipv4(MESSAGE_ONLY), 24, 0xf0))))
                    .isEqualTo(accepted(ADVERTISEMENT, ChecksumForm.MESSAGE_ONLY));
        }

        @ParameterizedTest(name = "{0} cs are {1} ns")
        @CsvSource({"1, 10000000", "255, 2550000000", "256, 2560000000", "4095, 40950000000"})
        void theIntervalHasTwelveBits(int centiseconds, long nanos) {
            byte[] packet = with(with(ipv4(MESSAGE_ONLY), 24, centiseconds >> 8), 25, centiseconds);
            assertThat(decode(checksummed(packet)))
                    .isEqualTo(accepted(
                            new Advertisement(3, 51, 100, nanos, List.of(VIRTUAL)), ChecksumForm.MESSAGE_ONLY));
        }

        @Test
        void what255AddressesSaySurvivesTheRoundTrip() {
            IpAddress[] addresses = new IpAddress[255];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = IpAddress.parse("10.0.255." + i);
            }
            Advertisement full = advertisement(254, addresses);
            for (ChecksumForm form : ChecksumForm.values()) {
                byte[] message = VrrpCodec.encode(full, SPEAKER, VrrpCodec.IPV4_GROUP, form);
                assertThat(message).hasSize(1028);
                assertThat(decode(ipv4(message))).isEqualTo(accepted(full, form));
            }
        }
    }

    /** Offsets: the IP header is 0 to 19, the message begins at 20. */
    @Nested
    class Reject {
        private final byte[] sound = ipv4(MESSAGE_ONLY);

        @ParameterizedTest(name = "octet {0} := {1}: {2}")
        @CsvSource({
            "0, 0x65, PROTOCOL, IPv6",
            "0, 0x44, LENGTH, IHL 4",
            "0, 0x4f, LENGTH, IHL beyond the packet",
            "3, 0x1b, LENGTH, total length without a whole VRRP header",
            "3, 0x1f, LENGTH, total length within the address",
            "3, 0x21, LENGTH, total length beyond what was received",
            "9, 0x59, PROTOCOL, OSPF",
            "6, 0x20, PROTOCOL, more fragments",
            "7, 0x01, PROTOCOL, fragment offset",
            "20, 0x11, VERSION, version 1",
            "20, 0x21, LENGTH, version 2 without authentication data",
            "20, 0x41, VERSION, version 4",
            "20, 0x32, TYPE, not an advertisement",
            "23, 0x00, ADDRESS_COUNT, no address",
            "23, 0x02, LENGTH, more addresses than octets",
            "26, 0xa9, CHECKSUM, wrong in both forms",
            "22, 0x65, CHECKSUM, priority changed on the way"
        })
        void aSpoiledOctet(int offset, String value, Rejection rejection, String why) {
            assertThat(decode(with(sound, offset, Integer.decode(value))))
                    .as(why)
                    .isEqualTo(rejected(rejection));
        }

        @Test
        void moreAddressesThanCounted() {
            assertThat(decode(ipv4(MESSAGE_ONLY + "c0a8010b"))).isEqualTo(rejected(Rejection.LENGTH));
        }

        @Test
        void vridZero() {
            assertThat(decode(checksummed(with(sound, 21, 0)))).isEqualTo(rejected(Rejection.VIRTUAL_ROUTER_ID));
        }

        @Test
        void intervalZeroEvenWithTheReservedNibbleSet() {
            assertThat(decode(checksummed(with(sound, 25, 0)))).isEqualTo(rejected(Rejection.INTERVAL));
            assertThat(decode(checksummed(with(with(sound, 24, 0xf0), 25, 0)))).isEqualTo(rejected(Rejection.INTERVAL));
        }

        @Test
        void thePseudoHeaderFormOfAnotherDestination() {
            assertThat(decode(ipv4("31336401006424e2c0a8010a"))).isEqualTo(rejected(Rejection.CHECKSUM));
        }
    }
}
