package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real name server, and against what is none. */
class DnsProberTest {
    private static NameServer server;

    @BeforeAll
    static void startServer() throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--host-record=web.test,192.0.2.10,2001:db8::10",
                "--host-record=web.test,192.0.2.11",
                "--cname=www.test,web.test",
                "--txt-record=text.test,v=one; two,three",
                "--mx-host=test,mail.test,10",
                "--srv-host=_http._tcp.test,web.test,8080,1,2",
                "--ptr-record=10.2.0.192.in-addr.arpa,web.test"));
        IntStream.range(0, 250).forEach(i -> options.add("--host-record=many.test,198.51.100." + i));
        server = new NameServer(options);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A     | web.test                 | 192.0.2.10
            A     | WEB.test.                | 192.0.2.11;192.0.2.10
            AAAA  | web.test                 | 2001:DB8:0::10
            A     | www.test                 | 192.0.2.10
            CNAME | www.test                 | Web.Test.
            TXT   | text.test                | v=one; twothree
            MX    | test                     | 10 mail.test
            SRV   | _http._tcp.test          | 1 2 8080 web.test.
            PTR   | 10.2.0.192.in-addr.arpa  | web.test
            """)
    void theExpectedAnswerIsFoundHoweverItIsWritten(String type, String name, String expected) {
        List<String> answers = type.equals("TXT") ? List.of(expected) : List.of(expected.split(";", -1));

        Finding found = ask(type, name, answers);

        assertThat(found.success()).as(found.message()).isTrue();
        assertThat(found.message()).startsWith(type + " " + name + " at 127.0.0.1:" + server.port() + ": ");
    }

    @Test
    void anyAnswerWillDoWhereNoneIsExpected() {
        assertThat(ask("AAAA", "web.test", List.of()))
                .isEqualTo(Finding.success("AAAA web.test at 127.0.0.1:" + server.port() + ": 2001:db8:0:0:0:0:0:10"));
    }

    @Test
    void anAnswerTooLongForADatagramComesOverTcp() {
        Finding found = ask("A", "many.test", List.of("198.51.100.0", "198.51.100.249"));

        assertThat(found.success()).as(found.message()).isTrue();
        assertThat(found.message()).endsWith(", \u2026");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A   | web.test  | 192.0.2.99 | 192.0.2.11, 192.0.2.10; not among them: 192.0.2.99
            A   | gone.test | ''         | NXDOMAIN
            TXT | web.test  | ''         | no answer of that type
            A   | else.invalid | ''      | REFUSED
            """)
    void whatIsWrongIsNamed(String type, String name, String expected, String reason) {
        Finding found = ask(type, name, expected.isEmpty() ? List.of() : List.of(expected));

        assertThat(found.success()).isFalse();
        assertThat(found.message().replace("192.0.2.10, 192.0.2.11;", "192.0.2.11, 192.0.2.10;"))
                .isEqualTo(type + " " + name + " at 127.0.0.1:" + server.port() + ": " + reason);
    }

    @Test
    void aSilentServerIsGivenUpWhenTheTimeIsOver() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            long startNanos = System.nanoTime();

            Finding found = Findings.of(prober(silent.getLocalPort(), "A", "web.test", List.of()), 200);

            assertThat(found)
                    .isEqualTo(Finding.failure(
                            "A web.test at 127.0.0.1:" + silent.getLocalPort() + ": no answer within 200 ms"));
            assertThat(System.nanoTime() - startNanos).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void aPortThatNobodyListensOnFails() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(Findings.of(prober(port, "A", "web.test", List.of()), 300).success())
                .isFalse();
    }

    @Test
    void garbageIsAFailure() throws Exception {
        try (DatagramSocket garbage = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var answerer = new Thread(() -> answerWithGarbage(garbage));
            answerer.setDaemon(true);
            answerer.start();

            Finding found = Findings.of(prober(garbage.getLocalPort(), "A", "web.test", List.of()), 500);

            assertThat(found.success()).as(found.message()).isFalse();
            answerer.join(10_000);
        }
    }

    private static void answerWithGarbage(DatagramSocket socket) {
        try {
            var question = new DatagramPacket(new byte[512], 512);
            socket.receive(question);
            // The right identifier and the flag of a response, then nonsense.
            byte[] answer = question.getData().clone();
            answer[2] = (byte) 0x84;
            for (int i = 4; i < 60; i++) {
                answer[i] = (byte) 0xff;
            }
            socket.send(new DatagramPacket(answer, 60, question.getSocketAddress()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Finding ask(String type, String name, List<String> expected) {
        return Findings.of(prober(server.port(), type, name, expected));
    }

    private static DnsProber prober(int port, String type, String name, List<String> expected) {
        return new DnsProber(new Probe.Dns("127.0.0.1", port, name, type, expected), DnsProberTest::literal);
    }

    private static CompletableFuture<InetAddress> literal(String host) {
        try {
            return CompletableFuture.completedFuture(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
