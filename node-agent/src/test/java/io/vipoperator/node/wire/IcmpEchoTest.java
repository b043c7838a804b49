package io.vipoperator.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.IcmpEcho.Heard;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcmpEchoTest {
    private static final int IDENTIFIER = 0x1234;
    private static final int SEQUENCE = 0xabcd;
    private static final long COOKIE = 0x0102030405060708L;
    private static final String IPV4_HEADER = "4500002400004000400100000a0000020a000001";
    private static final String IPV6_HEADER =
            "6000000000103a40fd000000000000000000000000000001fd000000000000000000000000000002";

    @Test
    void aRequestOverIpv4CarriesItsChecksum() {
        assertThat(hex(IcmpEcho.request(Family.IPV4, IDENTIFIER, SEQUENCE, COOKIE)))
                .isEqualTo("080029ea1234abcd0102030405060708");
    }

    @Test
    void aRequestOverIpv6LeavesItToTheKernel() {
        assertThat(hex(IcmpEcho.request(Family.IPV6, IDENTIFIER, SEQUENCE, COOKIE)))
                .isEqualTo("800000001234abcd0102030405060708");
    }

    @Test
    void aReplyIsReadWithItsSequenceAndCookie() {
        assertThat(read(Family.IPV4, IPV4_HEADER + "0000f1ea1234abcd0102030405060708"))
                .isEqualTo(new Heard.Reply(SEQUENCE, COOKIE));
        assertThat(read(Family.IPV6, "810000001234abcd0102030405060708")).isEqualTo(new Heard.Reply(SEQUENCE, COOKIE));
    }

    @Test
    void optionsOfTheIpHeaderAreSkipped() {
        assertThat(read(Family.IPV4, "46" + IPV4_HEADER.substring(2) + "01010101" + "0000f1ea1234abcd0102030405060708"))
                .isEqualTo(new Heard.Reply(SEQUENCE, COOKIE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0300 | the network is unreachable
            0301 | the host is unreachable
            030d | it is prohibited
            0303 | it is unreachable (code 3)
            0b00 | its time to live ended on the way
            """)
    void anErrorOverIpv4NamesItsReason(String typeAndCode, String reason) {
        assertThat(read(Family.IPV4, IPV4_HEADER + typeAndCode + "000000000000" + IPV4_HEADER + "080000001234abcd"))
                .isEqualTo(new Heard.Undeliverable(SEQUENCE, reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0100 | there is no route to it
            0101 | it is prohibited
            0103 | the host is unreachable
            0104 | it is unreachable (code 4)
            0300 | its hop limit ended on the way
            """)
    void anErrorOverIpv6NamesItsReason(String typeAndCode, String reason) {
        assertThat(read(Family.IPV6, typeAndCode + "000000000000" + IPV6_HEADER + "800000001234abcd"))
                .isEqualTo(new Heard.Undeliverable(SEQUENCE, reason));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            IPV4, ''
            IPV4, 45
            # cut behind the header, and within it
            IPV4, 4500002400004000400100000a0000020a0000010000
            IPV4, 4500002400004000400100000a0000020a0000010000f1ea1234abcd01020304
            # a header that is shorter than any
            IPV4, 4100002400004000400100000a0000020a0000010000f1ea1234abcd0102030405060708
            # somebody else's
            IPV4, 4500002400004000400100000a0000020a0000010000f1ea9999abcd0102030405060708
            # a request, not a reply
            IPV4, 4500002400004000400100000a0000020a0000010800f1ea1234abcd0102030405060708
            # an error about something else: a packet that was no echo request
            IPV4, 4500002400004000400100000a0000020a00000103010000000000004500002400004000401100000a0000020a000001000000001234abcd
            IPV6, 810000009999abcd0102030405060708
            IPV6, 8100
            """)
    void whatIsNotAboutOurRequestsIsNothing(Family family, String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        assertThat(IcmpEcho.read(family, octets, octets.length, IDENTIFIER)).isEmpty();
    }

    private static Heard read(Family family, String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        return IcmpEcho.read(family, octets, octets.length, IDENTIFIER).orElseThrow();
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
