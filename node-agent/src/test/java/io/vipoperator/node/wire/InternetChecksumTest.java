package io.vipoperator.node.wire;

import static io.vipoperator.node.wire.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 1071's own example, and the edges of one's complement. */
class InternetChecksumTest {
    @Test
    void theExampleOfRfc1071() {
        assertThat(InternetChecksum.of(hex("0001f203f4f5f6f7"), 0, 8, 0)).isEqualTo(0x220d);
    }

    @Test
    void anOddOctetCountsAsIfAZeroFollowed() {
        assertThat(InternetChecksum.of(hex("01020300"), 0, 4, 0)).isEqualTo(0xfbfd);
        assertThat(InternetChecksum.of(hex("010203"), 0, 3, 0)).isEqualTo(0xfbfd);
    }

    @Test
    void carriesAreFoldedUntilNoneIsLeft() {
        assertThat(InternetChecksum.of(hex("ffff0001"), 0, 4, 0)).isEqualTo(0xfffe);
    }

    @Test
    void thePseudoHeaderIsSourceDestinationProtocolAndLength() {
        assertThat(InternetChecksum.pseudoHeaderSum(Packets.SPEAKER, VrrpCodec.IPV4_GROUP, 12))
                .isEqualTo(0xc0a8 + 0x0102 + 0xe000 + 0x0012 + 112 + 12);
    }
}
