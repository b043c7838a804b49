package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.hex;
import static io.vipoperator.node.wire.Packets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The HMAC trailer against the two images of draft-cassen-vrrp-auth-hmac, which keepalived's own test uses. */
class HmacTrailerTest {
    private static final AuthenticationKey KEY =
            new AuthenticationKey(1, hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    private static final long SEQUENCE = 0x6800000080000000L;

    private static final Image IPV4 = new Image(
            IpAddress.parse("198.51.100.10"),
            IpAddress.parse("224.0.0.18"),
            IpAddress.parse("192.0.2.100"),
            "3133c80100644402c0000264" + "010100006800000080000000" + "1b84bc4e8e43892dc6d98448f8ee2265");
    private static final Image IPV6 = new Image(
            IpAddress.parse("fe80::10"),
            IpAddress.parse("fe80::20"),
            IpAddress.parse("fe80::100"),
            "3133c8010064a2e9fe800000000000000000000000000100"
                    + "010100006800000080000000"
                    + "c8c56146ebfd66ee10ec4d8186461b78");

    /** A whole message with its trailer, and the packet that carries it. */
    private record Image(IpAddress source, IpAddress destination, IpAddress virtual, String digits) {
        byte[] octets() {
            return hex(digits);
        }

        Advertisement advertisement() {
            return new Advertisement(3, 51, 200, 1_000_000_000L, List.of(virtual));
        }

        Decoded decode(byte[] message) {
            if (source.family() == Family.IPV6) {
                return VrrpCodec.decode(source, destination, 255, message, message.length);
            }
            byte[] packet = ByteBuffer.allocate(20 + message.length)
                    .put(hex("45c0"))
                    .putShort((short) (20 + message.length))
                    .put(hex("00000000ff700000"))
                    .put(source.octets())
                    .put(destination.octets())
                    .put(message)
                    .array();
            return VrrpCodec.decode(packet, packet.length);
        }
    }

    private static Stream<Image> images() {
        return Stream.of(IPV4, IPV6);
    }

    @ParameterizedTest
    @MethodSource("images")
    void whatIsSignedIsTheImageOfTheDraft(Image image) {
        byte[] message = VrrpMessage.of(image.advertisement(), Optional.empty());
        byte[] signed = HmacTrailer.sign(message, image.source(), KEY, SEQUENCE);
        assertThat(VrrpMessage.checksummed(signed, image.source(), image.destination(), ChecksumForm.MESSAGE_ONLY))
                .isEqualTo(image.octets());
    }

    @ParameterizedTest
    @MethodSource("images")
    void theImageOfTheDraftIsUnderstood(Image image) {
        assertThat(image.decode(image.octets())).isInstanceOfSatisfying(Decoded.Accepted.class, accepted -> {
            assertThat(accepted.advertisement()).isEqualTo(image.advertisement());
            assertThat(accepted.credential()).isInstanceOfSatisfying(Credential.Trailer.class, trailer -> {
                assertThat(trailer.message().isWellFormed()).isTrue();
                assertThat(trailer.message().keyId()).isEqualTo(1);
                assertThat(trailer.message().sequence()).isEqualTo(SEQUENCE);
                assertThat(trailer.message().isSignedBy(KEY, image.source())).isTrue();
            });
        });
    }

    /** All but the checksum is covered, or malformed, or names another key. */
    @ParameterizedTest
    @MethodSource("images")
    void anyFlippedBitIsRefused(Image image) {
        for (int bit = 0; bit < image.octets().length * 8; bit++) {
            byte[] flipped = with(image.octets(), bit / 8, image.octets()[bit / 8] ^ (0x80 >> (bit % 8)));
            SignedMessage message = new SignedMessage(flipped);
            boolean believed =
                    message.isWellFormed() && message.keyId() == 1 && message.isSignedBy(KEY, image.source());
            boolean inChecksum = bit / 8 == 6 || bit / 8 == 7;
            assertThat(believed).as("bit %d", bit).isEqualTo(inChecksum);
        }
    }

    /** Over IPv4 the checksum ends before the trailer, so only the tag tells; over IPv6 it covers it. */
    @Test
    void aFlippedTrailerSpoilsTheChecksumOverIpv6Alone() {
        assertThat(IPV4.decode(with(IPV4.octets(), 20, 0xff))).isInstanceOf(Decoded.Accepted.class);
        assertThat(IPV6.decode(with(IPV6.octets(), 32, 0xff))).isEqualTo(new Decoded.Rejected(Rejection.CHECKSUM));
    }

    @ParameterizedTest
    @MethodSource("images")
    void anotherSourceOrSecretIsRefused(Image image) {
        SignedMessage message = new SignedMessage(image.octets());
        AuthenticationKey other = new AuthenticationKey(1, with(KEY.value(), 31, 0));
        assertThat(message.isSignedBy(KEY, IpAddress.parse("198.51.100.11"))).isFalse();
        assertThat(message.isSignedBy(KEY, IpAddress.parse("fe80::11"))).isFalse();
        assertThat(message.isSignedBy(other, image.source())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("images")
    void aTrailerCutAnywhereIsRejectedForItsLength(Image image) {
        int message = image.octets().length - 28;
        for (int length = message + 1; length < image.octets().length; length++) {
            assertThat(image.decode(Arrays.copyOf(image.octets(), length)))
                    .isEqualTo(new Decoded.Rejected(Rejection.LENGTH));
        }
        assertThat(image.decode(Arrays.copyOf(image.octets(), image.octets().length + 1)))
                .isEqualTo(new Decoded.Rejected(Rejection.LENGTH));
    }

    @Test
    void oneSignatureServesAllPeers() {
        byte[] signed =
                HmacTrailer.sign(VrrpMessage.of(IPV4.advertisement(), Optional.empty()), IPV4.source(), KEY, SEQUENCE);
        byte[] toOne = VrrpMessage.checksummed(
                signed, IPV4.source(), IpAddress.parse("198.51.100.11"), ChecksumForm.PSEUDO_HEADER);
        byte[] toOther = VrrpMessage.checksummed(
                signed, IPV4.source(), IpAddress.parse("198.51.100.12"), ChecksumForm.PSEUDO_HEADER);
        assertThat(toOne).isNotEqualTo(toOther);
        assertThat(new SignedMessage(toOne).isSignedBy(KEY, IPV4.source())).isTrue();
        assertThat(new SignedMessage(toOther).isSignedBy(KEY, IPV4.source())).isTrue();
        assertThat(Arrays.copyOfRange(toOne, 12, 40)).isEqualTo(Arrays.copyOfRange(toOther, 12, 40));
    }

    @Test
    void noKeyIsToldInText() {
        assertThat(new Credential.Trailer(new SignedMessage(IPV4.octets())))
                .hasToString("Trailer[message=signed by key 1]");
        assertThat(KEY).hasToString("key 1");
    }
}
