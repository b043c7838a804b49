package io.vipoperator.node.health.probe;

import static io.vipoperator.node.health.probe.Probing.AMPLE_MILLIS;
import static io.vipoperator.node.health.probe.Probing.SHORT_MILLIS;
import static io.vipoperator.node.health.probe.Probing.fails;
import static io.vipoperator.node.health.probe.Probing.probe;
import static io.vipoperator.node.health.probe.Probing.succeeds;

import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Datagrams and their replies. */
class UdpProberTest {
    private static final Probers PROBERS = NetworkProbers.start();

    @AfterAll
    static void stop() {
        PROBERS.close();
    }

    @Test
    void whoRepliesIsHealthy() throws IOException {
        try (Replying server = new Replying(payload -> payload)) {
            succeeds(
                    probe(PROBERS, udp(server.port(), "0a0b0c", true, null), AMPLE_MILLIS),
                    server.at() + "a reply of 3 octets");
        }
    }

    @Test
    void anEmptyDatagramIsSentToo() throws IOException {
        try (Replying server = new Replying(payload -> new byte[payload.length + 2])) {
            succeeds(
                    probe(PROBERS, udp(server.port(), "", true, null), AMPLE_MILLIS),
                    server.at() + "a reply of 2 octets");
        }
    }

    @Test
    void theReplyMustHaveThePattern() throws IOException {
        try (Replying server = new Replying(payload -> "pong 7".getBytes(StandardCharsets.UTF_8))) {
            succeeds(
                    probe(PROBERS, udp(server.port(), "70", true, "pong [0-9]$"), AMPLE_MILLIS),
                    server.at() + "found replyPattern in a reply of 6 octets");
            fails(
                    probe(PROBERS, udp(server.port(), "70", true, "pang"), AMPLE_MILLIS),
                    server.at() + "replyPattern is not found in \"pong 7\"");
        }
    }

    @Test
    void silenceFailsWhereAReplyIsRequiredAndIsSuccessWhereItIsNot() throws IOException {
        try (Replying server = new Replying(payload -> null)) {
            fails(
                    probe(PROBERS, udp(server.port(), "70", true, null), SHORT_MILLIS),
                    server.at() + "timeout after 300 ms (reply)");
            succeeds(
                    probe(PROBERS, udp(server.port(), "70", false, null), SHORT_MILLIS), server.at() + "no ICMP error");
            succeeds(probe(PROBERS, udp(server.port(), "", false, null), SHORT_MILLIS), server.at() + "no ICMP error");
        }
    }

    @Test
    void anIcmpErrorFailsInAnyCase() throws IOException {
        int free = Nginx.freePort();
        String message = "UDP 127.0.0.1:" + free + ": port unreachable (reply)";
        fails(probe(PROBERS, udp(free, "70", true, null), AMPLE_MILLIS), message);
        fails(probe(PROBERS, udp(free, "70", false, null), AMPLE_MILLIS), message);
        fails(probe(PROBERS, udp(free, "", false, null), AMPLE_MILLIS), message);
    }

    private static Probe.Udp udp(int port, String payload, boolean replyRequired, String pattern) {
        return new Probe.Udp(
                "127.0.0.1",
                port,
                payload,
                replyRequired,
                Optional.ofNullable(pattern).map(Pattern::compile));
    }

    /** Answers each datagram with what is made of it, or not at all. */
    private static final class Replying implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

        Replying(UnaryOperator<byte[]> reply) throws IOException {
            Thread.ofVirtual().start(() -> {
                byte[] buffer = new byte[2_048];
                try {
                    while (!socket.isClosed()) {
                        DatagramPacket heard = new DatagramPacket(buffer, buffer.length);
                        socket.receive(heard);
                        byte[] answer = reply.apply(Arrays.copyOf(buffer, heard.getLength()));
                        if (answer != null) {
                            socket.send(new DatagramPacket(answer, answer.length, heard.getSocketAddress()));
                        }
                    }
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        String at() {
            return "UDP 127.0.0.1:" + port() + ": ";
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
