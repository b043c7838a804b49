package io.vipoperator.node.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a request is read. */
class HttpReaderTest {
    @Test
    void whatIsAbsentHasTheSchemasDefaults() {
        assertThat(sound("{}"))
                .isEqualTo(new Probe.Http(
                        "127.0.0.1",
                        80,
                        "GET",
                        "/",
                        "127.0.0.1",
                        Map.of(),
                        List.of(new Probe.Range(200, 299)),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty()));
    }

    @Test
    void everyFieldIsRead() {
        Probe.Http http =
                sound("{scheme: HTTPS, host: web-1.example, port: 8443, method: POST, path: '/healthz?full=1',"
                        + " hostHeader: 'web.example:8443', headers: [{name: X-Token, value: s3cret}, {name: Accept, value: text/plain}],"
                        + " expectedStatuses: [{from: 200}, {from: 301, to: 308}], bodyPattern: '(?i)ok', redirects: Follow,"
                        + " bodyDigest: {algorithm: MD5, value: d41d8cd98f00b204e9800998ecf8427e},"
                        + " tls: {verification: Disabled, minimumCertificateDays: 14}}");

        assertThat(http.bodyPattern().map(Pattern::pattern)).contains("(?i)ok");
        assertThat(http)
                .isEqualTo(new Probe.Http(
                        "web-1.example",
                        8443,
                        "POST",
                        "/healthz?full=1",
                        "web.example:8443",
                        Map.of("X-Token", "s3cret", "Accept", "text/plain"),
                        List.of(new Probe.Range(200, 200), new Probe.Range(301, 308)),
                        http.bodyPattern(),
                        Optional.of(new Probe.Digest("MD5", "d41d8cd98f00b204e9800998ecf8427e")),
                        true,
                        Optional.of(new Probe.TlsSettings(
                                "web.example",
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.of(14),
                                Optional.empty()))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                               | 127.0.0.1
                    {port: 8080}                                     | 127.0.0.1:8080
                    {scheme: HTTPS}                                  | 127.0.0.1
                    {scheme: HTTPS, port: 80}                        | 127.0.0.1:80
                    {host: '2001:db8::1', port: 8080}                | [2001:db8::1]:8080
                    {host: web.example, port: 8080, hostHeader: shop.example} | shop.example
                    """)
    void theHostHeaderIsTheHostWithItsPortUnlessWritten(String yaml, String hostHeader) {
        assertThat(sound(yaml).hostHeader()).isEqualTo(hostHeader);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {scheme: HTTPS}                                                      | 127.0.0.1
                    {scheme: HTTPS, host: web-1.example}                                 | web-1.example
                    {scheme: HTTPS, host: web-1.example, hostHeader: 'web.example:8443'} | web.example
                    {scheme: HTTPS, hostHeader: '[2001:db8::1]:8443'}                    | 2001:db8::1
                    {scheme: HTTPS, hostHeader: web.example, tls: {serverName: sni.example}} | sni.example
                    """)
    void theServerNameIsThatOfTheHostHeaderUnlessWritten(String yaml, String serverName) {
        assertThat(sound(yaml).tls().map(Probe.TlsSettings::serverName)).contains(serverName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {port: 0}                        | port: 0 must be 1 to 65535
                    {host: ''}                       | host: "" must be a host name or an address of 1 to 253 characters
                    {hostHeader: "a\\r\\nX: y"}      | hostHeader: "a\\r\\nX: y" must be a name or an address of 1 to 253 characters without blanks or control characters
                    {path: healthz}                  | path: "healthz" must start with / and have at most 2048 characters: blanks and control characters are written as %XX
                    {path: "/ HTTP/1.1\\r\\nX: y"}   | path: "/ HTTP/1.1\\r\\nX: y" must start with / and have at most 2048 characters: blanks and control characters are written as %XX
                    {headers: [{name: 'X Y', value: v}]}     | headers[0].name: "X Y" must be the name of an HTTP header
                    {headers: [{name: HOST, value: v}]}      | headers[0].name: "HOST" must not be Host: use hostHeader
                    {headers: [{name: Content-Length, value: 5}]} | headers[0].name: "Content-Length" must not be one that the agent writes itself
                    {headers: [{name: X, value: "a\\nb"}]}   | headers[0].value: must have at most 2048 characters, no control characters among them but tabs
                    {headers: [{value: v}]}                  | headers[0].name: must be the name of an HTTP header
                    {expectedStatuses: []}                   | expectedStatuses: must be 1 to 16 ranges, not 0
                    {expectedStatuses: [{from: 99}]}         | expectedStatuses[0].from: 99 must be 100 to 599
                    {expectedStatuses: [{from: 300, to: 200}]} | expectedStatuses[0].to: 200 must not be less than from
                    {expectedStatuses: [~]}                  | expectedStatuses[0].from: must be 100 to 599
                    {bodyPattern: 'a('}                      | bodyPattern: "a(" must be a regular expression: Unclosed group near 2
                    {bodyPattern: ''}                        | bodyPattern: "" must have 1 to 1024 characters
                    {bodyDigest: {value: ab}}                | bodyDigest.algorithm: must be SHA256 or MD5
                    {bodyDigest: {algorithm: MD5}}           | bodyDigest.value: must be lower-case hexadecimal, 32 digits
                    {bodyDigest: {algorithm: SHA256, value: AB}} | bodyDigest.value: "AB" must be lower-case hexadecimal, 64 digits
                    {method: HEAD, bodyPattern: ok}          | method: "HEAD" must be another one with bodyPattern or bodyDigest: its response has no body
                    {tls: {}}                                | tls: must be absent unless scheme is HTTPS
                    {scheme: HTTPS, tls: {minimumCertificateDays: 3651}} | tls.minimumCertificateDays: 3651 must be 0 to 3650
                    {scheme: HTTPS, tls: {serverName: ''}} | tls.serverName: "" must be a host name or an address of 1 to 253 characters
                    {scheme: HTTPS, tls: {verification: Disabled, certificateAuthoritySecretRef: {name: ca, key: ca.crt}}} | tls.certificateAuthoritySecretRef: must be absent with verification Disabled
                    """)
    void whatIsWrongNamesFieldValueAndRule(String yaml, String problem) {
        HttpProbe written = Reading.parsed(yaml, HttpProbe.class);
        assertThat(Reading.problems((fields, tls) -> HttpReader.read(written, fields, tls)))
                .isEqualTo(problem.replace("\\r", "\r").replace("\\n", "\n"));
    }

    @Test
    void whatTheSchemaAcceptsIsReadHoweverOdd() {
        assertThat(sound("{path: '/größe?q=\"<>'}").path()).isEqualTo("/gr%C3%B6%C3%9Fe?q=\"<>");
        assertThat(sound("{host: 'no host', headers: [{name: X, value: \"a\\tb\"}]}")
                        .headers())
                .isEqualTo(Map.of("X", "a\tb"));
        assertThat(sound("{bodyPattern: '" + "\uD83D\uDE00".repeat(1_024) + "'}")
                        .bodyPattern())
                .isPresent();
    }

    @Test
    void aWordOfANewerVersionMakesTheCheckFailAndNotTheDocument() {
        HttpProbe written = Reading.parsed("{redirects: Remember}", HttpProbe.class);
        assertThat(Reading.sound(Probe.Decided.class, (fields, tls) -> HttpReader.read(written, fields, tls)))
                .isEqualTo(new Probe.Decided(
                        Standing.FAILING, "redirects has a value that this version of the agent does not know"));
    }

    private static Probe.Http sound(String yaml) {
        HttpProbe written = Reading.parsed(yaml, HttpProbe.class);
        return Reading.sound(Probe.Http.class, (fields, tls) -> HttpReader.read(written, fields, tls));
    }
}
