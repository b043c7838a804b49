package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.following;
import static io.vipoperator.node.health.probe.Probing.get;
import static io.vipoperator.node.health.probe.Probing.succeeds;
import static io.vipoperator.node.health.probe.Probing.tls;
import static io.vipoperator.node.health.probe.Probing.unverified;
import static io.vipoperator.node.health.probe.Probing.withClient;
import static io.vipoperator.node.health.probe.Probing.withDays;
import static io.vipoperator.node.health.probe.Probing.withHost;
import static io.vipoperator.node.health.probe.Probing.withMissing;
import static io.vipoperator.node.health.probe.Probing.withPattern;
import static io.vipoperator.node.health.probe.Probing.withTls;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over HTTPS to a real nginx, whose certificates are in order, or not, each in its way. */
class HttpsProberTest {
    @TempDir
    static Path directory;

    private static final Probers PROBERS = NetworkProbers.start();
    private static final Map<String, Integer> PORTS = new HashMap<>();
    private static TestCertificates certificates;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException {
        certificates = new TestCertificates(directory);
        certificates.issue("good", "DNS:web.example,DNS:*.apps.example,IP:127.0.0.1", 90);
        certificates.issue("expired", "IP:127.0.0.1", -1);
        certificates.issue("soon", "IP:127.0.0.1", 5);
        certificates.issue("other", "DNS:other.example,IP:192.0.2.1", 90);
        certificates.issue("client", "DNS:client.example", 90);
        certificates.selfSigned("alone", "IP:127.0.0.1");
        StringBuilder servers = new StringBuilder();
        for (String name : List.of("good", "expired", "soon", "other", "alone")) {
            servers.append(server(name, name, ""));
        }
        servers.append(server("strict", "good", "ssl_client_certificate ca.pem; ssl_verify_client on;"));
        servers.append(server("old", "good", "ssl_protocols TLSv1.2;"));
        int clear = Nginx.freePort();
        PORTS.put("clear", clear);
        servers.append("server { listen 127.0.0.1:%d; return 302 https://127.0.0.1:%d/; }"
                .formatted(clear, PORTS.get("good")));
        nginx = new Nginx(directory, clear, "http { access_log off; " + servers + "}");
    }

    private static String server(String name, String certificate, String more) throws IOException {
        int port = Nginx.freePort();
        PORTS.put(name, port);
        return """
               server {
                 listen 127.0.0.1:%d ssl;
                 ssl_certificate %s.pem;
                 ssl_certificate_key %s.key;
                 %s
                 location = /moved { return 302 /; }
                 location / { return 200 "name=$ssl_server_name client=$ssl_client_s_dn reused=$ssl_session_reused\\n"; }
               }
               """.formatted(
                        port,
                        certificates.path(certificate),
                        certificates.path(certificate),
                        more.replace("ca.pem", certificates.path("ca.pem").toString()))
                .replace(".pem.pem", ".pem");
    }

    @AfterAll
    static void stop() {
        nginx.close();
        PROBERS.close();
    }

    @Test
    void aServerThatTheAuthorityVouchesForIsHealthyAndItsCertificatesEndIsKnown() throws Exception {
        Finding finding = probe(https("good", verified("127.0.0.1")));

        succeeds(finding, "GET https://127.0.0.1:" + PORTS.get("good") + "/: 200");
        assertThat(finding.certificateNotAfter()).contains(notAfter("good.pem"));
    }

    @Test
    void theServerNameIsAskedForAndVerified() throws IOException {
        succeeds(
                probe(withPattern(https("good", verified("web.example")), "name=web\\.example ")),
                "GET https://127.0.0.1:" + PORTS.get("good") + "/: 200");
        succeeds(
                probe(withPattern(https("good", verified("shop.apps.example")), "name=shop\\.apps\\.example ")),
                "GET https://127.0.0.1:" + PORTS.get("good") + "/: 200");
        succeeds(
                probe(withPattern(https("old", verified("127.0.0.1")), "name= ")),
                "GET https://127.0.0.1:" + PORTS.get("old") + "/: 200");
    }

    @Test
    void anExpiredCertificateFailsAndSaysSinceWhen() throws Exception {
        Finding finding = probe(https("expired", verified("127.0.0.1")));

        fails(
                finding,
                "GET https://127.0.0.1:" + PORTS.get("expired") + "/: certificate expired on "
                        + notAfter("expired.pem"));
        assertThat(finding.certificateNotAfter()).contains(notAfter("expired.pem"));
    }

    @Test
    void aCertificateForAnotherNameFailsAndSaysForWhich() throws IOException {
        fails(
                probe(https("other", verified("127.0.0.1"))),
                "GET https://127.0.0.1:" + PORTS.get("other")
                        + "/: name mismatch: certificate is for other.example, 192.0.2.1, not 127.0.0.1");
        fails(
                probe(https("good", verified("web.example.com"))),
                "GET https://127.0.0.1:" + PORTS.get("good")
                        + "/: name mismatch: certificate is for web.example, *.apps.example, 127.0.0.1, not web.example.com");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityFailsAndSaysOfWhich() throws IOException {
        fails(
                probe(https("alone", verified("127.0.0.1"))),
                "GET https://127.0.0.1:" + PORTS.get("alone")
                        + "/: unknown authority: certificate was issued by CN=alone");
        Probe.TlsSettings runtimes = new Probe.TlsSettings(
                "127.0.0.1",
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                java.util.OptionalInt.empty(),
                Optional.empty());
        fails(
                probe(https("good", runtimes)),
                "GET https://127.0.0.1:" + PORTS.get("good")
                        + "/: unknown authority: certificate was issued by CN=Test Authority");
    }

    @Test
    void withoutVerificationAnyCertificateWillDoAndItsEndIsKnownStill() throws Exception {
        for (String name : List.of("good", "expired", "other", "alone")) {
            Finding finding = probe(https(name, unverified("127.0.0.1")));
            succeeds(finding, "GET https://127.0.0.1:" + PORTS.get(name) + "/: 200");
            assertThat(finding.certificateNotAfter()).contains(notAfter(name + ".pem"));
        }
    }

    @Test
    void aCertificateMustBeValidForSoManyDaysStill() throws Exception {
        succeeds(
                probe(https("soon", withDays(verified("127.0.0.1"), 4))),
                "GET https://127.0.0.1:" + PORTS.get("soon") + "/: 200");
        Finding finding = probe(https("soon", withDays(verified("127.0.0.1"), 6)));
        fails(
                finding,
                "GET https://127.0.0.1:" + PORTS.get("soon") + "/: certificate is valid for fewer than 6 days: ends on "
                        + notAfter("soon.pem"));
        assertThat(finding.certificateNotAfter()).contains(notAfter("soon.pem"));
        fails(
                probe(https("expired", withDays(unverified("127.0.0.1"), 0))),
                "GET https://127.0.0.1:" + PORTS.get("expired")
                        + "/: certificate is valid for fewer than 0 days: ends on " + notAfter("expired.pem"));
    }

    @Test
    void theClientShowsItsCertificateWhereItIsAskedFor() throws IOException {
        String port = "https://127.0.0.1:" + PORTS.get("strict") + "/";
        fails(probe(https("strict", verified("127.0.0.1"))), "GET " + port + ": 400");
        Probe.TlsSettings client =
                withClient(verified("127.0.0.1"), certificates.text("client.pem"), certificates.text("client.key"));
        succeeds(probe(withPattern(https("strict", client), "client=CN=client ")), "GET " + port + ": 200");
    }

    @Test
    void everyProbeSeesTheCertificateAnew() throws IOException {
        Probe.Http http = withPattern(https("old", verified("127.0.0.1")), "reused=\\.");
        try (var prober = PROBERS.of(http)) {
            for (int i = 0; i < 3; i++) {
                succeeds(Probing.found(prober, AMPLE_MILLIS), "GET https://127.0.0.1:" + PORTS.get("old") + "/: 200");
            }
        }
    }

    @Test
    void aRedirectFromHttpLeadsToAVerifiedServer() {
        fails(
                probe(following(get(PORTS.get("clear"), "/"))),
                "GET http://127.0.0.1:" + PORTS.get("clear") + "/ -> https://127.0.0.1:" + PORTS.get("good")
                        + "/: unknown authority: certificate was issued by CN=Test Authority");
    }

    @Test
    void aRedirectToTheSameServerByItsNameStaysThere() throws IOException {
        Probe.TlsSettings client =
                withClient(verified("web.example"), certificates.text("client.pem"), certificates.text("client.key"));
        String strict = "https://127.0.0.1:" + PORTS.get("strict");
        Probe.Http http = withTls(withHost(get(PORTS.get("strict"), "/moved"), "127.0.0.1", "web.example"), client);
        succeeds(
                probe(following(withPattern(http, "name=web\\.example client=CN=client"))),
                "GET " + strict + "/moved -> " + strict + "/: 200");
    }

    @Test
    void aServerThatSpeaksNoTlsFails() throws IOException {
        Finding finding = probe(withTls(get(PORTS.get("clear"), "/"), verified("127.0.0.1")));
        fails(finding, "GET https://127.0.0.1:" + PORTS.get("clear") + "/: the server does not speak TLS");
    }

    @Test
    void whatHasNotArrivedFailsWithoutARequest() throws IOException {
        fails(
                probe(https(
                        "good",
                        withMissing(verified("127.0.0.1"), "clientKeyDigest 0123… has not arrived on this node"))),
                "GET https://127.0.0.1:" + PORTS.get("good") + "/: clientKeyDigest 0123… has not arrived on this node");
    }

    @Test
    void pemThatIsNoneFailsAndTellsNothingOfIt() throws IOException {
        fails(
                probe(https("good", tls("127.0.0.1", "s3cret"))),
                "GET https://127.0.0.1:" + PORTS.get("good")
                        + "/: certificates must be PEM with at least one CERTIFICATE");
        fails(
                probe(https("good", withClient(verified("127.0.0.1"), certificates.text("client.pem"), "s3cret"))),
                "GET https://127.0.0.1:" + PORTS.get("good") + "/: client key must be PEM with a PRIVATE KEY");
    }

    private static Probe.TlsSettings verified(String serverName) throws IOException {
        return tls(serverName, certificates.text("ca.pem"));
    }

    private static Probe.Http https(String name, Probe.TlsSettings tls) {
        return withTls(withHost(get(PORTS.get(name), "/"), "127.0.0.1", "web.example"), tls);
    }

    private static Instant notAfter(String file) throws IOException, GeneralSecurityException {
        var in = new ByteArrayInputStream(certificates.text(file).getBytes(StandardCharsets.UTF_8));
        return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
                .getNotAfter()
                .toInstant();
    }

    private static Finding probe(Probe probe) {
        return Probing.probe(PROBERS, probe, AMPLE_MILLIS);
    }
}
