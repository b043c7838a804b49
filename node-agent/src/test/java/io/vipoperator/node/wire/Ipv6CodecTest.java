package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.hex;
import static io.vipoperator.node.wire.Packets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Version 3 over IPv6: golden octets, the pseudo-header of RFC 8200 section 8.1, and each length. */
class Ipv6CodecTest {
    private static final IpAddress SOURCE = IpAddress.parse("fe80::2");
    private static final String GOLDEN =
            "3133640200643febfe80000000000000000000000000000120010db8000000000000000000000010";
    private static final Advertisement ADVERTISEMENT = new Advertisement(
            3, 51, 100, 1_000_000_000L, List.of(IpAddress.parse("fe80::1"), IpAddress.parse("2001:db8::10")));

    private static Decoded decode(byte[] message) {
        return VrrpCodec.decode(SOURCE, VrrpCodec.IPV6_GROUP, 255, message, message.length);
    }

    private static Decoded accepted(int hopLimit) {
        return new Decoded.Accepted(
                ADVERTISEMENT, SOURCE, VrrpCodec.IPV6_GROUP, hopLimit, Set.of(), new Credential.None());
    }

    private static Decoded rejected(Rejection rejection) {
        return new Decoded.Rejected(rejection);
    }

    @Test
    void goldenToTheGroup() {
        for (ChecksumForm form : ChecksumForm.values()) {
            assertThat(VrrpCodec.encode(ADVERTISEMENT, SOURCE, VrrpCodec.IPV6_GROUP, form))
                    .isEqualTo(hex(GOLDEN));
        }
        assertThat(decode(hex(GOLDEN))).isEqualTo(accepted(255));
    }

    /** 0x3feb less the difference of the destinations, fe80::3 and ff02::12, in one's complement. */
    @Test
    void toAPeerThePeerIsSummedUp() {
        IpAddress peer = IpAddress.parse("fe80::3");
        byte[] message = VrrpCodec.encode(ADVERTISEMENT, SOURCE, peer, ChecksumForm.PSEUDO_HEADER);
        assertThat(Arrays.copyOfRange(message, 6, 8)).isEqualTo(hex("407c"));
        assertThat(VrrpCodec.decode(SOURCE, peer, 255, message, message.length)).isInstanceOf(Decoded.Accepted.class);
        assertThat(decode(message)).isEqualTo(rejected(Rejection.CHECKSUM));
    }

    @Test
    void theHopLimitIsTold() {
        byte[] message = hex(GOLDEN);
        assertThat(VrrpCodec.decode(SOURCE, VrrpCodec.IPV6_GROUP, 64, message, message.length))
                .isEqualTo(accepted(64));
    }

    @Test
    void aLargerBufferIsReadToTheReceivedLength() {
        assertThat(VrrpCodec.decode(SOURCE, VrrpCodec.IPV6_GROUP, 255, Arrays.copyOf(hex(GOLDEN), 2048), 40))
                .isEqualTo(accepted(255));
    }

    @ParameterizedTest(name = "octet {0} := {1}: {2}")
    @CsvSource({
        "0, 0x21, VERSION, version 2 is IPv4's",
        "0, 0x41, VERSION, version 4",
        "0, 0x32, TYPE, not an advertisement",
        "3, 0x00, ADDRESS_COUNT, no address",
        "3, 0x01, LENGTH, fewer addresses than octets",
        "3, 0x03, LENGTH, more addresses than octets",
        "2, 0x65, CHECKSUM, priority changed on the way"
    })
    void aSpoiledOctet(int offset, String value, Rejection rejection, String why) {
        assertThat(decode(with(hex(GOLDEN), offset, Integer.decode(value))))
                .as(why)
                .isEqualTo(rejected(rejection));
    }

    @Test
    void anotherSourceSpoilsTheChecksum() {
        byte[] message = hex(GOLDEN);
        assertThat(VrrpCodec.decode(IpAddress.parse("fe80::4"), VrrpCodec.IPV6_GROUP, 255, message, message.length))
                .isEqualTo(rejected(Rejection.CHECKSUM));
    }

    @Test
    void aMessageCutAnywhereIsRejectedForItsLength() {
        byte[] message = hex(GOLDEN);
        for (int length = 0; length < message.length; length++) {
            assertThat(VrrpCodec.decode(SOURCE, VrrpCodec.IPV6_GROUP, 255, message, length))
                    .isEqualTo(rejected(Rejection.LENGTH));
        }
    }

    @Test
    void anyFlippedBitIsRejected() {
        byte[] message = hex(GOLDEN);
        for (int bit = 0; bit < message.length * 8; bit++) {
            assertThat(decode(with(message, bit / 8, message[bit / 8] ^ (0x80 >> (bit % 8)))))
                    .as("bit %d", bit)
                    .isInstanceOf(Decoded.Rejected.class);
        }
    }
}
