package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.SHORT_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.get;
import static io.vipoperator.node.health.probe.Probing.probe;
import static io.vipoperator.node.health.probe.Probing.succeeds;
import static io.vipoperator.node.health.probe.Probing.unverified;
import static io.vipoperator.node.health.probe.Probing.withDigest;
import static io.vipoperator.node.health.probe.Probing.withMethod;
import static io.vipoperator.node.health.probe.Probing.withPattern;
import static io.vipoperator.node.health.probe.Probing.withTls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Servers that hang at each stage, flood, and talk garbage. Each is a finding, and none holds another check up. */
class RudeHttpServersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Probers PROBERS = NetworkProbers.start();

    @AfterAll
    static void stop() {
        PROBERS.close();
    }

    @Test
    void aTimeoutNamesTheStageInWhichTheServerHangs() throws IOException {
        try (ScriptedServer silent = ScriptedServer.hangingAfter("");
                ScriptedServer halfLine = ScriptedServer.hangingAfter("HTTP/1.1 20");
                ScriptedServer halfHeaders = ScriptedServer.hangingAfter(OK + "Content-");
                ScriptedServer halfBody = ScriptedServer.hangingAfter(OK + "Content-Length: 10\r\n\r\nhalf")) {
            fails(hanging(silent), at(silent) + "timeout after 300 ms (first byte)");
            fails(hanging(halfLine), at(halfLine) + "timeout after 300 ms (first byte)");
            fails(hanging(halfHeaders), at(halfHeaders) + "timeout after 300 ms (first byte)");
            fails(hanging(halfBody), at(halfBody) + "timeout after 300 ms (body)");
            fails(
                    probe(PROBERS, withTls(get(silent.port(), "/"), unverified("127.0.0.1")), SHORT_MILLIS),
                    "GET https://127.0.0.1:" + silent.port() + "/: timeout after 300 ms (TLS)");
            for (ScriptedServer server : List.of(silent, halfLine, halfHeaders, halfBody)) {
                await().untilAsserted(() -> assertThat(server.open()).isZero());
            }
        }
    }

    @Test
    void aServerThatAcceptsNobodyIsATimeoutOfConnect() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SocketChannel client = SocketChannel.open();
                client.configureBlocking(false);
                client.connect(full.getLocalSocketAddress());
                waiting.add(client);
            }
            fails(
                    probe(PROBERS, get(full.getLocalPort(), "/"), SHORT_MILLIS),
                    "GET http://127.0.0.1:" + full.getLocalPort() + "/: timeout after 300 ms (connect)");
            for (SocketChannel client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void garbageIsNotHttp() throws IOException {
        for (String garbage :
                List.of("220 mail.example ESMTP\r\n", "\u00ff\u00fe\u0002\r\n\r\n", "{\"status\":\"ok\"}\r\n\r\n")) {
            try (ScriptedServer server = ScriptedServer.saying(garbage)) {
                Finding finding = probe(PROBERS, get(server.port(), "/"), AMPLE_MILLIS);
                assertThat(finding.success()).isFalse();
                assertThat(finding.message())
                        .startsWith(at(server) + "the answer is not HTTP: ")
                        .matches("[ -~]*");
            }
        }
    }

    @Test
    void endlessLinesHeadersAndBodiesAreCutOff() throws IOException {
        try (ScriptedServer line = ScriptedServer.floodingAfter("HTTP/1.1 200 ", "O");
                ScriptedServer headers = ScriptedServer.floodingAfter(OK, "X-Flood: x\r\n");
                ScriptedServer body = ScriptedServer.floodingAfter(OK + "\r\n", "flood");
                ScriptedServer chunks =
                        ScriptedServer.floodingAfter(OK + "Transfer-Encoding: chunked\r\n\r\n", "5\r\nflood\r\n")) {
            assertThat(probe(PROBERS, get(line.port(), "/"), AMPLE_MILLIS).message())
                    .startsWith(at(line) + "the answer is not HTTP: ");
            assertThat(probe(PROBERS, get(headers.port(), "/"), AMPLE_MILLIS).message())
                    .startsWith(at(headers) + "the answer is not HTTP: ");
            String tooLong = "200, but its body is longer than 1048576 octets, which is what is looked at";
            fails(probe(PROBERS, withPattern(get(body.port(), "/"), "x"), AMPLE_MILLIS), at(body) + tooLong);
            fails(
                    probe(PROBERS, withDigest(get(chunks.port(), "/"), "MD5", "0".repeat(32)), AMPLE_MILLIS),
                    at(chunks) + tooLong);
        }
    }

    @Test
    void endlessProvisionalResponsesAreATimeout() throws IOException {
        try (ScriptedServer server = ScriptedServer.floodingAfter("", "HTTP/1.1 100 Continue\r\n\r\n")) {
            fails(hanging(server), at(server) + "timeout after 300 ms (first byte)");
        }
    }

    @Test
    void aProvisionalResponseIsNotTheAnswer() throws IOException {
        try (ScriptedServer server = ScriptedServer.saying(
                "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nok")) {
            succeeds(probe(PROBERS, withPattern(get(server.port(), "/"), "^ok$"), AMPLE_MILLIS), at(server) + "200");
        }
    }

    @Test
    void aConnectionThatEndsTooEarlySaysWhere() throws IOException {
        try (ScriptedServer before = new ScriptedServer((in, out) -> in.read(new byte[1_024]));
                ScriptedServer within = ScriptedServer.saying(OK + "Content-Length: 10\r\n\r\nhalf")) {
            fails(
                    probe(PROBERS, get(before.port(), "/"), AMPLE_MILLIS),
                    at(before) + "connection closed by the server (first byte)");
            fails(
                    probe(PROBERS, get(within.port(), "/"), AMPLE_MILLIS),
                    at(within) + "200, but connection closed by the server (body)");
        }
    }

    @Test
    void aResponseToHeadHasNoBodyWhateverItsLengthSays() throws IOException {
        try (ScriptedServer server = ScriptedServer.hangingAfter(OK + "Content-Length: 10\r\n\r\n")) {
            succeeds(
                    probe(PROBERS, withMethod(get(server.port(), "/"), "HEAD"), AMPLE_MILLIS),
                    "HEAD http://127.0.0.1:" + server.port() + "/: 200");
        }
    }

    @Test
    void aHundredHangingFloodingAndComputingChecksHoldNoOtherUp() throws IOException {
        try (ScriptedServer hanging = ScriptedServer.hangingAfter("");
                ScriptedServer flooding = ScriptedServer.floodingAfter(OK + "\r\n", "x");
                ScriptedServer slowPattern = ScriptedServer.saying(OK + "Content-Length: 30\r\n\r\n" + "x".repeat(30));
                ScriptedServer well = ScriptedServer.saying(OK + "Content-Length: 2\r\n\r\nok")) {
            List<CompletableFuture<Finding>> rude = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Prober prober = PROBERS.of(
                        switch (i % 3) {
                            case 0 -> get(hanging.port(), "/");
                            case 1 -> withPattern(get(flooding.port(), "/"), "y");
                            case 2 -> withPattern(get(slowPattern.port(), "/"), "(x+x+)+y\\1");
                            default -> throw new AssertionError();
                        });
                rude.add(prober.probe(60_000_000_000L).toCompletableFuture());
            }
            succeeds(probe(PROBERS, withPattern(get(well.port(), "/"), "ok"), AMPLE_MILLIS), at(well) + "200");
            assertThat(rude.get(0)).isNotDone();
        }
    }

    private static Finding hanging(ScriptedServer server) {
        return probe(PROBERS, get(server.port(), "/"), SHORT_MILLIS);
    }

    private static String at(ScriptedServer server) {
        return "GET http://127.0.0.1:" + server.port() + "/: ";
    }
}
