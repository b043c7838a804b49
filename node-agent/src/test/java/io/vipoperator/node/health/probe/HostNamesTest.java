package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.SHORT_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.found;
import static io.vipoperator.node.health.probe.Probing.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, with a name server that knows web.example, denies others, and is silent where it is asked for silent.example. */
class HostNamesTest {
    private final AtomicInteger asked = new AtomicInteger();
    private DatagramSocket nameServer;
    private ProbeLoop loop;

    @BeforeEach
    void start() throws IOException {
        nameServer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        loop = new ProbeLoop(new SingletonDnsServerAddressStreamProvider(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), nameServer.getLocalPort())));
    }

    @AfterEach
    void stop() {
        loop.close();
        nameServer.close();
    }

    @Test
    void aNameIsFoundAndKeptForAsLongAsItsAnswerSays() throws IOException {
        try (ScriptedServer server = ScriptedServer.hangingAfter("")) {
            for (int i = 0; i < 3; i++) {
                succeeds(
                        probe("web.example", server.port(), AMPLE_MILLIS),
                        "TCP web.example:" + server.port() + ": connected");
            }
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void manyWhoAskAtOnceAskOnce() throws IOException {
        try (ScriptedServer server = ScriptedServer.hangingAfter("")) {
            List<CompletableFuture<Finding>> findings = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                findings.add(prober("web.example", server.port())
                        .probe(AMPLE_MILLIS * 1_000_000)
                        .toCompletableFuture());
            }
            assertThat(findings)
                    .allSatisfy(finding -> assertThat(finding.join().success()).isTrue());
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aNameThatIsNoneFails() {
        fails(
                probe("nobody.example", 80, AMPLE_MILLIS),
                "TCP nobody.example:80: no address for nobody.example: there is no such name");
    }

    @Test
    void aNameServerThatIsSilentIsATimeoutOfTheNameAndHoldsNoOtherUp() throws IOException {
        CompletableFuture<Finding> hanging =
                prober("silent.example", 80).probe(60_000_000_000L).toCompletableFuture();
        fails(probe("silent.example", 80, SHORT_MILLIS), "TCP silent.example:80: timeout after 300 ms (name)");
        try (ScriptedServer server = ScriptedServer.hangingAfter("")) {
            assertThat(probe("web.example", server.port(), AMPLE_MILLIS).success())
                    .isTrue();
        }
        assertThat(hanging).isNotDone();
    }

    @Test
    void whatIsNoNameAtAllFails() {
        String endless = "a".repeat(64) + ".example";
        Finding finding = probe(endless, 80, AMPLE_MILLIS);
        assertThat(finding.success()).isFalse();
        assertThat(finding.message()).startsWith("TCP " + endless + ":80: no address for " + endless + ": ");
        assertThat(probe("fe80::1%no-such-device", 80, AMPLE_MILLIS).message())
                .startsWith("TCP [fe80::1%no-such-device]:80: no address for fe80::1%no-such-device: ");
        assertThat(asked).hasValue(0);
    }

    private TcpProber prober(String host, int port) {
        return new TcpProber(loop, new Probe.Tcp(host, port, Optional.empty(), Optional.empty()));
    }

    private Finding probe(String host, int port, long timeoutMillis) {
        return found(prober(host, port), timeoutMillis);
    }

    /** RFC 1035 section 4.1: the question comes back with an answer behind it. */
    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (!nameServer.isClosed()) {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                nameServer.receive(query);
                byte[] asks = Arrays.copyOf(buffer, query.getLength());
                String text = new String(asks, StandardCharsets.ISO_8859_1);
                if (text.contains("\u0006silent")) {
                    continue;
                }
                boolean known = text.contains("\u0003web") && asks[questionEnd(asks) - 3] == 1;
                if (known) {
                    asked.incrementAndGet();
                }
                byte[] reply = known ? answer(asks) : denial(asks);
                nameServer.send(new DatagramPacket(reply, reply.length, query.getSocketAddress()));
            }
        } catch (IOException e) {
            if (!nameServer.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int questionEnd(byte[] query) {
        int at = 12;
        while (query[at] != 0) {
            at += query[at] + 1;
        }
        return at + 5;
    }

    private static byte[] answer(byte[] query) {
        byte[] address = HexFormat.of().parseHex("c00c000100010000003c00047f000001");
        int end = questionEnd(query);
        byte[] reply = Arrays.copyOf(query, end + address.length);
        System.arraycopy(HexFormat.of().parseHex("8180000100010000" + "0000"), 0, reply, 2, 10);
        System.arraycopy(address, 0, reply, end, address.length);
        return reply;
    }

    private static byte[] denial(byte[] query) {
        byte[] reply = Arrays.copyOf(query, questionEnd(query));
        System.arraycopy(HexFormat.of().parseHex("8183000100000000" + "0000"), 0, reply, 2, 10);
        return reply;
    }
}
