package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.SPEAKER;
import static io.vipoperator.node.wire.Packets.checksummed;
import static io.vipoperator.node.wire.Packets.hex;
import static io.vipoperator.node.wire.Packets.ipv4;
import static io.vipoperator.node.wire.Packets.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 2 over IPv4: golden octets, passwords, and each length (RFC 3768 section 5). */
class Version2CodecTest {
    private static final String NO_AUTHENTICATION = "213364010001b917c0a8010a0000000000000000";
    private static final String PASSWORD = "2133640101018eeac0a8010a6162636431323334";
    private static final long ABCD1234 = 0x6162636431323334L;
    private static final Advertisement ADVERTISEMENT =
            new Advertisement(2, 51, 100, 1_000_000_000L, List.of(IpAddress.parse("192.168.1.10")));

    private static AuthenticationKey key(String text) {
        return new AuthenticationKey(1, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] encode(Advertisement advertisement, Optional<AuthenticationKey> password) {
        byte[] message = VrrpMessage.of(advertisement, password);
        return VrrpMessage.checksummed(message, SPEAKER, VrrpCodec.IPV4_GROUP, ChecksumForm.PSEUDO_HEADER);
    }

    private static Decoded decode(byte[] packet) {
        return VrrpCodec.decode(packet, packet.length);
    }

    private static Decoded accepted(Advertisement advertisement, int type, long data) {
        return new Decoded.Accepted(
                advertisement, SPEAKER, VrrpCodec.IPV4_GROUP, 255, Set.of(), new Credential.Simple(type, data));
    }

    @Test
    void goldenWithoutAuthentication() {
        assertThat(encode(ADVERTISEMENT, Optional.empty())).isEqualTo(hex(NO_AUTHENTICATION));
        assertThat(decode(ipv4(NO_AUTHENTICATION))).isEqualTo(accepted(ADVERTISEMENT, 0, 0));
    }

    @Test
    void goldenWithPassword() {
        assertThat(encode(ADVERTISEMENT, Optional.of(key("abcd1234")))).isEqualTo(hex(PASSWORD));
        assertThat(decode(ipv4(PASSWORD))).isEqualTo(accepted(ADVERTISEMENT, 1, ABCD1234));
    }

    @Test
    void aShortPasswordIsFilledUpWithZeros() {
        byte[] message = encode(ADVERTISEMENT, Optional.of(key("abc")));
        assertThat(Arrays.copyOfRange(message, 12, 20)).isEqualTo(hex("6162630000000000"));
        assertThat(new Credential.Simple(1, 0x6162630000000000L).matches(key("abc")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcd123", "abcd1235", "bbcd1234", "abcD1234", "a"})
    void anotherPasswordDoesNotMatch(String other) {
        assertThat(new Credential.Simple(1, ABCD1234).matches(key("abcd1234"))).isTrue();
        assertThat(new Credential.Simple(1, ABCD1234).matches(key(other))).isFalse();
    }

    @Test
    void thePasswordIsToldNowhere() {
        assertThat(decode(ipv4(PASSWORD)).toString()).doesNotContain("6162636431323334", "abcd1234", "" + ABCD1234);
    }

    @Test
    void thePseudoHeaderIsNotSummedUp() {
        byte[] toPeer = VrrpMessage.checksummed(
                VrrpMessage.of(ADVERTISEMENT, Optional.empty()),
                SPEAKER,
                IpAddress.parse("192.168.1.3"),
                ChecksumForm.PSEUDO_HEADER);
        assertThat(toPeer).isEqualTo(hex(NO_AUTHENTICATION));
    }

    @ParameterizedTest(name = "{0} s")
    @CsvSource({"1, 1000000000", "7, 7000000000", "255, 255000000000"})
    void theIntervalIsInWholeSeconds(int seconds, long nanos) {
        Advertisement advertisement = new Advertisement(2, 51, 100, nanos, ADVERTISEMENT.addresses());
        byte[] message = encode(advertisement, Optional.empty());
        assertThat(message[5] & 0xff).isEqualTo(seconds);
        assertThat(decode(ipv4(message))).isEqualTo(accepted(advertisement, 0, 0));
    }

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {0, 500_000_000L, 1_500_000_000L, 256_000_000_000L})
    void anIntervalThatCannotBeSaidIsRefused(long nanos) {
        assertThatThrownBy(
                        () -> encode(new Advertisement(2, 51, 100, nanos, ADVERTISEMENT.addresses()), Optional.empty()))
                .hasMessage("interval must be 1..255 whole seconds in version 2, not " + nanos);
    }

    @Test
    void ipv6IsRefusedAndSoIsAPasswordInVersion3() {
        List<IpAddress> addresses = List.of(IpAddress.parse("fe80::1"));
        assertThatThrownBy(() -> encode(new Advertisement(2, 51, 100, 1_000_000_000L, addresses), Optional.empty()))
                .hasMessage("addresses must be of one family, and IPv4 in version 2, not fe80::1");
        assertThatThrownBy(() -> encode(
                        new Advertisement(3, 51, 100, 1_000_000_000L, ADVERTISEMENT.addresses()),
                        Optional.of(key("abc"))))
                .hasMessage("version must be 2 to have a password, not 3");
    }

    @Test
    void anIntervalOfZeroIsRejected() {
        assertThat(decode(checksummed(with(ipv4(NO_AUTHENTICATION), 25, 0))))
                .isEqualTo(new Decoded.Rejected(Rejection.INTERVAL));
    }

    @Test
    void anyFlippedBitOfTheMessageIsRejected() {
        byte[] packet = ipv4(PASSWORD);
        for (int bit = 160; bit < packet.length * 8; bit++) {
            byte[] flipped = with(packet, bit / 8, packet[bit / 8] ^ (0x80 >> (bit % 8)));
            assertThat(decode(flipped)).as("bit %d", bit).isInstanceOf(Decoded.Rejected.class);
        }
    }

    @Test
    void aPacketCutAnywhereIsRejectedForItsLength() {
        byte[] packet = ipv4(PASSWORD);
        for (int length = 0; length < packet.length; length++) {
            assertThat(VrrpCodec.decode(packet, length)).isEqualTo(new Decoded.Rejected(Rejection.LENGTH));
        }
        byte[] message = hex(PASSWORD);
        for (int length = 0; length < message.length; length++) {
            byte[] told = ipv4(Arrays.copyOf(message, length));
            assertThat(decode(told)).isEqualTo(new Decoded.Rejected(Rejection.LENGTH));
        }
    }
}
