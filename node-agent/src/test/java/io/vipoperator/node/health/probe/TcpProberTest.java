package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.SHORT_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.probe;
import static io.vipoperator.node.health.probe.Probing.succeeds;
import static io.vipoperator.node.health.probe.Probing.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Connections, and what is said on them. */
class TcpProberTest {
    private static final Probers PROBERS = NetworkProbers.start();

    @AfterAll
    static void stop() {
        PROBERS.close();
    }

    @Test
    void whoAcceptsIsHealthyAndIsLeftAtOnce() throws IOException {
        try (ScriptedServer server = ScriptedServer.hangingAfter("")) {
            succeeds(probe(PROBERS, tcp(server.port()), AMPLE_MILLIS), at(server) + "connected");
            await().untilAsserted(() -> assertThat(server.open()).isZero());
        }
    }

    @Test
    void whoRefusesFails() throws IOException {
        int free = Nginx.freePort();
        fails(probe(PROBERS, tcp(free), AMPLE_MILLIS), "TCP 127.0.0.1:" + free + ": connection refused");
        Probe.Tcp ipv6 = new Probe.Tcp("::1", free, Optional.empty(), Optional.empty());
        assertThat(probe(PROBERS, ipv6, AMPLE_MILLIS).message()).startsWith("TCP [::1]:" + free + ": c");
    }

    @Test
    void theBannerMustHaveThePattern() throws IOException {
        try (ScriptedServer server = ScriptedServer.hangingAfter("SSH-2.0-OpenSSH_9.2\r\n")) {
            succeeds(
                    probe(PROBERS, tcp(server.port(), null, "^SSH-2"), AMPLE_MILLIS),
                    at(server) + "found expectPattern");
            fails(
                    probe(PROBERS, tcp(server.port(), null, "^SSH-1"), SHORT_MILLIS),
                    at(server) + "timeout after 300 ms (answer)");
        }
    }

    @Test
    void whatIsSentIsAnswered() throws IOException {
        try (ScriptedServer redis = new ScriptedServer((in, out) -> {
            if (new String(in.readNBytes(6), StandardCharsets.UTF_8).equals("PING\r\n")) {
                out.write("+PONG\r\n".getBytes(StandardCharsets.UTF_8));
            }
            ScriptedServer.untilClosed(in);
        })) {
            succeeds(
                    probe(PROBERS, tcp(redis.port(), "PING\r\n", "\\+PONG"), AMPLE_MILLIS),
                    at(redis) + "found expectPattern");
            Probe.Tcp unanswered = new Probe.Tcp("127.0.0.1", redis.port(), Optional.of("PING\r\n"), Optional.empty());
            succeeds(probe(PROBERS, unanswered, AMPLE_MILLIS), at(redis) + "connected, and sent");
        }
    }

    @Test
    void anAnswerInPiecesIsPutTogether() throws IOException {
        try (ScriptedServer server = new ScriptedServer((in, out) -> {
            for (char letter : "slowly: ready".toCharArray()) {
                out.write(letter);
                out.flush();
            }
            ScriptedServer.untilClosed(in);
        })) {
            succeeds(
                    probe(PROBERS, tcp(server.port(), null, "y: ready"), AMPLE_MILLIS),
                    at(server) + "found expectPattern");
        }
    }

    @Test
    void whoClosesWithoutTheAnswerFailsAndIsQuoted() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        (in, out) -> out.write("-ERR\u0007 loading\r\n".getBytes(StandardCharsets.UTF_8)));
                ScriptedServer mute = new ScriptedServer((in, out) -> {})) {
            fails(
                    probe(PROBERS, tcp(server.port(), null, "PONG"), AMPLE_MILLIS),
                    at(server) + "expectPattern is not found in \"-ERR? loading??\"");
            fails(
                    probe(PROBERS, tcp(mute.port(), null, "PONG"), AMPLE_MILLIS),
                    at(mute) + "expectPattern is not found in an empty answer");
        }
    }

    @Test
    void aFloodIsLookedAtToItsBound() throws IOException {
        try (ScriptedServer server = ScriptedServer.floodingAfter("", "flood ")) {
            assertThat(probe(PROBERS, tcp(server.port(), null, "PONG"), AMPLE_MILLIS)
                            .message())
                    .startsWith(at(server) + "expectPattern is not found in \"flood flood ");
            await().untilAsserted(() -> assertThat(server.open()).isZero());
        }
    }

    @Test
    void aPatternThatTakesForeverFailsAndSaysWhy() throws IOException {
        try (ScriptedServer server = ScriptedServer.hangingAfter("x".repeat(40))) {
            fails(
                    probe(PROBERS, tcp(server.port(), null, "(x+x+)+y\\1"), AMPLE_MILLIS),
                    at(server) + "expectPattern takes too many steps on the answer: simplify it");
        }
    }

    private static String at(ScriptedServer server) {
        return "TCP 127.0.0.1:" + server.port() + ": ";
    }
}
