package io.vipoperator.node.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.SmtpProbe;
import io.vipoperator.api.v1alpha1.TcpProbe;
import io.vipoperator.api.v1alpha1.UdpProbe;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How connections, datagrams and greetings are read. */
class OtherReadersTest {
    @Test
    void aConnectionIsRead() {
        assertThat(tcp("{port: 22}")).isEqualTo(new Probe.Tcp("127.0.0.1", 22, Optional.empty(), Optional.empty()));
        Probe.Tcp redis = tcp("{host: 'fe80::1%eth0', port: 6379, send: \"PING\\r\\n\", expectPattern: PONG}");
        assertThat(redis.host()).isEqualTo("fe80::1%eth0");
        assertThat(redis.send()).contains("PING\r\n");
        assertThat(redis.expect().map(Pattern::pattern)).contains("PONG");
    }

    @Test
    void aDatagramIsReadAsTextAndAsHexadecimalDigits() {
        assertThat(udp("{port: 53}")).isEqualTo(new Probe.Udp("127.0.0.1", 53, "", true, Optional.empty()));
        assertThat(udp("{port: 53, payload: 'Aé', reply: Optional}"))
                .isEqualTo(new Probe.Udp("127.0.0.1", 53, "41c3a9", false, Optional.empty()));
        assertThat(udp("{port: 53, payload: '0aFF', payloadEncoding: Hex, replyPattern: x}")
                        .payload())
                .isEqualTo("0aff");
    }

    @Test
    void aGreetingIsRead() {
        assertThat(smtp("{}")).isEqualTo(new Probe.Smtp("127.0.0.1", 25, true, "", Optional.empty()));
        assertThat(smtp("{host: mail.example, port: 587, greeting: HELO, clientName: monitor.example}"))
                .isEqualTo(new Probe.Smtp("mail.example", 587, false, "monitor.example", Optional.empty()));
        assertThat(smtp("{host: mail.example, startTLS: Enabled}").startTls().map(Probe.TlsSettings::serverName))
                .contains("mail.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                  | port: must be 1 to 65535
                    {port: 65536}                       | port: 65536 must be 1 to 65535
                    {port: 1, send: ''}                 | send: "" must have 1 to 4096 characters
                    {port: 1, expectPattern: '['}       | expectPattern: "[" must be a regular expression: Unclosed character class near 0
                    {port: 1, host: ''}                 | host: "" must be a host name or an address of 1 to 253 characters
                    """)
    void whatIsWrongWithAConnection(String yaml, String problem) {
        TcpProbe written = Reading.parsed(yaml, TcpProbe.class);
        assertThat(Reading.problems((fields, tls) -> TcpReader.read(written, fields)))
                .isEqualTo(problem.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                  | port: must be 1 to 65535
                    {port: 1, payload: '0', payloadEncoding: Hex}       | payload: "0" must be pairs of hexadecimal digits with payloadEncoding Hex
                    {port: 1, reply: Optional, replyPattern: x}         | replyPattern: must be absent unless reply is Required
                    """)
    void whatIsWrongWithADatagram(String yaml, String problem) {
        UdpProbe written = Reading.parsed(yaml, UdpProbe.class);
        assertThat(Reading.problems((fields, tls) -> UdpReader.read(written, fields)))
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {clientName: "a\\r\\nRSET"}          | clientName: "a\\r\\nRSET" must be a name or an address of 1 to 253 characters without blanks or control characters
                    {tls: {}}                            | tls: must be absent unless startTLS is Enabled
                    {startTLS: Enabled, greeting: HELO}  | greeting: "HELO" must be EHLO with startTLS Enabled: HELO has no extensions
                    """)
    void whatIsWrongWithAGreeting(String yaml, String problem) {
        SmtpProbe written = Reading.parsed(yaml, SmtpProbe.class);
        assertThat(Reading.problems((fields, tls) -> SmtpReader.read(written, fields, tls)))
                .isEqualTo(problem.replace("\\r", "\r").replace("\\n", "\n"));
    }

    @Test
    void aWordOfANewerVersionMakesTheCheckFailAndNotTheDocument() {
        UdpProbe datagram = Reading.parsed("{port: 1, reply: Eventually}", UdpProbe.class);
        assertThat(Reading.sound(Probe.Decided.class, (fields, tls) -> UdpReader.read(datagram, fields)))
                .isEqualTo(new Probe.Decided(
                        Standing.FAILING, "reply has a value that this version of the agent does not know"));
        SmtpProbe greeting = Reading.parsed("{greeting: HOLA}", SmtpProbe.class);
        assertThat(Reading.sound(Probe.Decided.class, (fields, tls) -> SmtpReader.read(greeting, fields, tls))
                        .message())
                .isEqualTo("greeting has a value that this version of the agent does not know");
    }

    private static Probe.Tcp tcp(String yaml) {
        TcpProbe written = Reading.parsed(yaml, TcpProbe.class);
        return Reading.sound(Probe.Tcp.class, (fields, tls) -> TcpReader.read(written, fields));
    }

    private static Probe.Udp udp(String yaml) {
        UdpProbe written = Reading.parsed(yaml, UdpProbe.class);
        return Reading.sound(Probe.Udp.class, (fields, tls) -> UdpReader.read(written, fields));
    }

    private static Probe.Smtp smtp(String yaml) {
        SmtpProbe written = Reading.parsed(yaml, SmtpProbe.class);
        return Reading.sound(Probe.Smtp.class, (fields, tls) -> SmtpReader.read(written, fields, tls));
    }
}
