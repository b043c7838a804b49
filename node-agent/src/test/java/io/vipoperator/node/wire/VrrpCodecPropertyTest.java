package io.vipoperator.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for all packets: round trip, truncation, damage, garbage. Every seed is fixed. */
class VrrpCodecPropertyTest {
    private static final String PSEUDO_HEADER = "313364010064067bc0a8010a";
    private static final String MESSAGE_ONLY = "313364010064a8b4c0a8010a";

    @ParameterizedTest
    @EnumSource(ChecksumForm.class)
    void whatIsEncodedIsDecodedAgain(ChecksumForm form) {
        Random random = new Random(51);
        for (int i = 0; i < 2_000; i++) {
            List<IpAddress> addresses = new ArrayList<>();
            for (int n = random.nextInt(1, 256); n > 0; n--) {
                byte[] octets = new byte[4];
                random.nextBytes(octets);
                addresses.add(IpAddress.of(octets));
            }
            Advertisement sent = new Advertisement(
                    3, random.nextInt(1, 256), random.nextInt(256), random.nextInt(1, 4096) * 10_000_000L, addresses);
            byte[] packet = Packets.ipv4(VrrpCodec.encode(sent, Packets.SPEAKER, VrrpCodec.IPV4_GROUP, form));
            assertThat(VrrpCodec.decode(packet, packet.length))
                    .isEqualTo(new Decoded.Accepted(
                            sent, Packets.SPEAKER, VrrpCodec.IPV4_GROUP, 255, Set.of(form), new Credential.None()));
        }
    }

    @Test
    void aPacketCutAnywhereIsRejectedForItsLength() {
        byte[] packet = Packets.ipv4(PSEUDO_HEADER);
        for (int length = 0; length < packet.length; length++) {
            assertThat(VrrpCodec.decode(Arrays.copyOf(packet, length), length))
                    .as("%d octets", length)
                    .isEqualTo(new Decoded.Rejected(Rejection.LENGTH));
            assertThat(VrrpCodec.decode(packet, length))
                    .as("%d octets in a larger buffer", length)
                    .isEqualTo(new Decoded.Rejected(Rejection.LENGTH));
        }
    }

    @Test
    void anyFlippedBitOfTheMessageIsRejected() {
        for (String message : List.of(PSEUDO_HEADER, MESSAGE_ONLY)) {
            byte[] packet = Packets.ipv4(message);
            for (int bit = 160; bit < packet.length * 8; bit++) {
                assertThat(VrrpCodec.decode(flipped(packet, bit), packet.length))
                        .as("bit %d of %s", bit, message)
                        .isInstanceOf(Decoded.Rejected.class);
            }
        }
    }

    /** The kernel has checked the header's own checksum before; what it would let through must not mislead. */
    @Test
    void anyFlippedBitOfTheIpHeaderIsRejectedOrHarmless() {
        byte[] packet = Packets.ipv4(PSEUDO_HEADER);
        Decoded sound = VrrpCodec.decode(packet, packet.length);
        for (int bit = 0; bit < 160; bit++) {
            Decoded decoded = VrrpCodec.decode(flipped(packet, bit), packet.length);
            boolean sameMeaning = decoded instanceof Decoded.Accepted accepted
                    && accepted.advertisement().equals(((Decoded.Accepted) sound).advertisement());
            assertThat(sameMeaning || decoded instanceof Decoded.Rejected)
                    .as("bit %d gives %s", bit, decoded)
                    .isTrue();
        }
    }

    @Test
    void garbageIsRejectedAndNeverThrows() {
        Random random = new Random(112);
        for (int i = 0; i < 100_000; i++) {
            byte[] garbage = new byte[random.nextInt(0, 1600)];
            random.nextBytes(garbage);
            assertThat(VrrpCodec.decode(garbage, garbage.length)).isInstanceOf(Decoded.Rejected.class);
        }
    }

    @Test
    void garbageBehindASoundIpHeaderNeverThrows() {
        Random random = new Random(18);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] message = new byte[random.nextInt(0, 64)];
            random.nextBytes(message);
            if (message.length > 0 && random.nextBoolean()) {
                message[0] = 0x31;
            }
            byte[] packet = Packets.ipv4(message);
            if (VrrpCodec.decode(packet, packet.length) instanceof Decoded.Accepted) {
                accepted++;
            }
        }
        assertThat(accepted).isLessThan(10);
    }

    private static byte[] flipped(byte[] packet, int bit) {
        return Packets.with(packet, bit / 8, packet[bit / 8] ^ (0x80 >> (bit % 8)));
    }
}
