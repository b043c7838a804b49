package io.vipoperator.node.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as text, as octets, and in the order that decides ties. */
class IpAddressTest {
    @ParameterizedTest(name = "{0} < {1}")
    @CsvSource({
        "10.0.0.100, 10.0.0.200",
        "10.0.0.1, 192.168.0.1",
        "127.255.255.255, 128.0.0.0",
        "10.0.0.9, 10.0.0.10",
        "0.0.0.0, 255.255.255.255",
        "fe80::, fe80::8000",
        "fe80::7fff, fe80::8000",
        "::1, fe80::1"
    })
    void addressesAreOrderedAsUnsignedOctets(String lower, String higher) {
        assertThat(IpAddress.parse(lower)).isLessThan(IpAddress.parse(higher));
        assertThat(IpAddress.parse(higher)).isGreaterThan(IpAddress.parse(lower));
        assertThat(IpAddress.parse(lower)).isEqualByComparingTo(IpAddress.parse(lower));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "192.168.1.10, c0a8010a, 192.168.1.10",
        "0.0.0.0, 00000000, 0.0.0.0",
        "255.255.255.255, ffffffff, 255.255.255.255",
        "::, 00000000000000000000000000000000, ::",
        "::1, 00000000000000000000000000000001, ::1",
        "fe80::, fe800000000000000000000000000000, fe80::",
        "2001:DB8:0:0:0:0:0:10, 20010db8000000000000000000000010, 2001:db8::10",
        "2001:db8:0:1:1:1:1:1, 20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 20010000000000010000000000000001, 2001:0:0:1::1",
        "1:0:0:2:3:0:0:4, 00010000000000020003000000000004, 1::2:3:0:0:4",
        "1:2:3:4:5:6:7::, 00010002000300040005000600070000, 1:2:3:4:5:6:7:0",
        "::ffff:192.168.1.10, 00000000000000000000ffffc0a8010a, ::ffff:c0a8:10a"
    })
    void aLiteralIsReadAndWrittenInItsCanonicalForm(String text, String hexadecimal, String canonical) {
        IpAddress address = IpAddress.parse(text);
        assertThat(HexFormat.of().formatHex(address.octets())).isEqualTo(hexadecimal);
        assertThat(address).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(address).hasSameHashCodeAs(address);
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.-4",
                "1.2.3.",
                ".1.2.3",
                " 1.2.3.4",
                "1.2.3.4/24",
                "１.2.3.4",
                "0x1.2.3.4",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "1.2.3.4::",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:"
            })
    void whatIsNoLiteralIsRefused(String text) {
        assertThat(IpAddress.tryParse(text)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not an IP address");
    }

    @Test
    void noTextAtAllIsRefused() {
        assertThat(IpAddress.tryParse(null)).isEqualTo(Optional.empty());
    }

    @Test
    void octetsOfNoFamilyAreRefused() {
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).hasMessage("an address has 4 or 16 octets, not 5");
    }

    @Test
    void theLengthTellsTheFamily() {
        assertThat(IpAddress.parse("10.0.0.1").family()).isEqualTo(Family.IPV4);
        assertThat(IpAddress.parse("::1").family()).isEqualTo(Family.IPV6);
    }

    @Test
    void anAddressCannotBeChangedThroughItsOctets() {
        byte[] octets = {10, 0, 0, 1};
        IpAddress address = IpAddress.of(octets);
        octets[3] = 2;
        address.octets()[3] = 3;
        assertThat(address).hasToString("10.0.0.1");
    }
}
