package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.SHORT_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.succeeds;
import static io.vipoperator.node.health.probe.Probing.tls;
import static io.vipoperator.node.health.probe.Probing.unverified;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Greetings to a real mail server, which is nginx's, and to rude ones. */
class SmtpProberTest {
    @TempDir
    static Path directory;

    private static final Probers PROBERS = NetworkProbers.start();
    private static TestCertificates certificates;
    private static int secure;
    private static int clear;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException {
        certificates = new TestCertificates(directory);
        certificates.issue("mail", "DNS:mail.example", 90);
        secure = Nginx.freePort();
        clear = Nginx.freePort();
        nginx = new Nginx(directory, clear, """
                mail {
                  server_name mail.example;
                  auth_http 127.0.0.1:9/;
                  server {
                    listen 127.0.0.1:%d;
                    protocol smtp;
                    starttls on;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                  }
                  server { listen 127.0.0.1:%d; protocol smtp; }
                }
                """.formatted(
                        secure, certificates.path("mail.pem"), certificates.path("mail.key"), clear));
    }

    @AfterAll
    static void stop() {
        nginx.close();
        PROBERS.close();
    }

    @Test
    void whoAnswersTheGreetingIsHealthy() {
        succeeds(probe(smtp(clear, true, null)), "SMTP 127.0.0.1:" + clear + ": 250");
        succeeds(probe(smtp(clear, false, null)), "SMTP 127.0.0.1:" + clear + ": 250");
    }

    @Test
    void startTlsIsCarriedOutAndTheCertificateVerified() throws IOException {
        Finding finding = probe(smtp(secure, true, tls("mail.example", certificates.text("ca.pem"))));
        succeeds(finding, "SMTP 127.0.0.1:" + secure + ": 250");
        assertThat(finding.certificateNotAfter()).isPresent();
        fails(
                probe(smtp(secure, true, tls("127.0.0.1", certificates.text("ca.pem")))),
                "SMTP 127.0.0.1:" + secure + ": name mismatch: certificate is for mail.example, not 127.0.0.1");
    }

    @Test
    void whoOffersNoStartTlsFails() {
        fails(
                probe(smtp(clear, true, unverified("127.0.0.1"))),
                "SMTP 127.0.0.1:" + clear + ": greeting: the server offers no STARTTLS");
    }

    @Test
    void whoTurnsTheClientAwayIsQuoted() throws IOException {
        try (ScriptedServer busy = ScriptedServer.saying("421 too\u0007 busy\r\n");
                ScriptedServer strict = conversing("220 hello\r\n", "550-who\r\n550 are you?\r\n")) {
            fails(probe(smtp(busy.port(), true, null)), at(busy) + "banner: 421 too? busy");
            fails(probe(smtp(strict.port(), true, null)), at(strict) + "greeting: 550 are you?");
        }
    }

    @Test
    void aTimeoutNamesTheStage() throws IOException {
        try (ScriptedServer silent = ScriptedServer.hangingAfter("");
                ScriptedServer half = ScriptedServer.hangingAfter("220-wait for");
                ScriptedServer afterwards = ScriptedServer.hangingAfter("220 hello\r\n");
                ScriptedServer inTheMidst = conversing("220 hello\r\n", "250-mail\r\n")) {
            fails(shortly(silent, null), at(silent) + "timeout after 300 ms (banner)");
            fails(shortly(half, null), at(half) + "timeout after 300 ms (banner)");
            fails(shortly(afterwards, null), at(afterwards) + "timeout after 300 ms (greeting)");
            fails(shortly(inTheMidst, null), at(inTheMidst) + "timeout after 300 ms (greeting)");
        }
        try (ScriptedServer noTls = conversing("220 hello\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go ahead\r\n")) {
            fails(shortly(noTls, unverified("127.0.0.1")), at(noTls) + "timeout after 300 ms (TLS)");
        }
    }

    @Test
    void garbageAndFloodsFail() throws IOException {
        try (ScriptedServer web = ScriptedServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n");
                ScriptedServer longLine = ScriptedServer.floodingAfter("220 ", "x");
                ScriptedServer manyLines = ScriptedServer.floodingAfter("", "220-more\r\n")) {
            fails(
                    probe(smtp(web.port(), true, null)),
                    at(web) + "banner: the answer is not SMTP: \"HTTP/1.1 400 Bad Request\"");
            fails(
                    probe(smtp(longLine.port(), true, null)),
                    at(longLine) + "the server says longer lines than it may (banner)");
            fails(probe(smtp(manyLines.port(), true, null)), at(manyLines) + "banner: more than 200 lines");
        }
    }

    @Test
    void whatFollowsInTheClearBehindTheReplyToStartTlsIsNotBelieved() throws IOException {
        try (ScriptedServer server =
                conversing("220 hello\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go ahead\r\n250 injected\r\n")) {
            fails(
                    probe(smtp(server.port(), true, unverified("127.0.0.1"))),
                    at(server) + "STARTTLS: the server goes on in the clear");
        }
    }

    /** Says the first, and one more for each line of the client's. */
    private static ScriptedServer conversing(String... replies) throws IOException {
        return new ScriptedServer((in, out) -> {
            for (int i = 0; i < replies.length; i++) {
                out.write(replies[i].getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (i < replies.length - 1) {
                    int octet = in.read();
                    while (octet >= 0 && octet != '\n') {
                        octet = in.read();
                    }
                }
            }
            ScriptedServer.untilClosed(in);
        });
    }

    private static Probe.Smtp smtp(int port, boolean extended, Probe.TlsSettings startTls) {
        return new Probe.Smtp("127.0.0.1", port, extended, "node-1", Optional.ofNullable(startTls));
    }

    private static Finding shortly(ScriptedServer server, Probe.TlsSettings startTls) {
        return Probing.probe(PROBERS, smtp(server.port(), true, startTls), SHORT_MILLIS);
    }

    private static Finding probe(Probe probe) {
        return Probing.probe(PROBERS, probe, AMPLE_MILLIS);
    }

    private static String at(ScriptedServer server) {
        return "SMTP 127.0.0.1:" + server.port() + ": ";
    }
}
