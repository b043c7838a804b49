package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.health.probe.Echoes.Echo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Echo requests between two nodes on a cable of their own. */
class IcmpSocketsTest {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TestNamespace left = new TestNamespace();
    private final TestNamespace right = new TestNamespace();
    private IcmpSockets sockets;

    @BeforeEach
    void connect() {
        left.ip("link add eth0 type veth peer name eth0 netns " + right.name());
        for (var namespace : List.of(left, right)) {
            namespace.ip("link set eth0 up");
        }
        left.ip("addr add 192.0.2.1/24 dev eth0");
        right.ip("addr add 192.0.2.2/24 dev eth0");
        left.ip("addr add 2001:db8::1/64 dev eth0 nodad");
        right.ip("addr add 2001:db8::2/64 dev eth0 nodad");
        sockets = new IcmpSockets(left.threads());
    }

    @AfterEach
    void remove() {
        sockets.close();
        left.close();
        right.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "192.0.2.1", "192.0.2.2", "2001:db8::2"})
    void whoIsThereReplies(String target) {
        assertThat(send(target, TIMEOUT_NANOS))
                .isInstanceOfSatisfying(
                        Echo.Replied.class,
                        replied -> assertThat(replied.roundTripNanos()).isBetween(1L, TIMEOUT_NANOS));
    }

    @Test
    void manyAtOnceAreEachAnsweredOnce() {
        List<CompletionStage<Echo>> all = IntStream.range(0, 500)
                .mapToObj(i -> sockets.send(address(i % 2 == 0 ? "192.0.2.2" : "2001:db8::2"), TIMEOUT_NANOS))
                .toList();

        assertThat(all.stream().map(IcmpSocketsTest::outcome)).allMatch(Echo.Replied.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void whoIsSilentIsGivenUpWhenTheTimeIsOver(String target) {
        right.exec("sysctl", "-q", "-w", "net.ipv4.icmp_echo_ignore_all=1", "net.ipv6.icmp.echo_ignore_all=1");
        long startNanos = System.nanoTime();

        assertThat(send(target, SHORT_NANOS)).isEqualTo(new Echo.Unanswered());
        assertThat(System.nanoTime() - startNanos).isBetween(SHORT_NANOS, TIMEOUT_NANOS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.1", "2001:db8:1::1"})
    void withoutARouteItIsRefusedAtOnce(String target) {
        assertThat(send(target, TIMEOUT_NANOS)).isEqualTo(new Echo.Refused("this node has no route to it"));
    }

    @Test
    void whatARouterOnTheWaySaysIsTold() {
        left.ip("route add 198.51.100.0/24 via 192.0.2.2");
        left.ip("route add 2001:db8:1::/64 via 2001:db8::2");
        right.exec("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        right.ip("route add prohibit 198.51.100.0/24");
        right.ip("route add unreachable 2001:db8:1::/64");

        assertThat(send("198.51.100.1", TIMEOUT_NANOS)).isEqualTo(new Echo.Refused("it is prohibited"));
        assertThat(send("2001:db8:1::1", TIMEOUT_NANOS)).isInstanceOf(Echo.Refused.class);
    }

    @Test
    void anotherPingersRepliesAreNotTakenForOurs() {
        try (var other = new IcmpSockets(left.threads())) {
            right.exec("sysctl", "-q", "-w", "net.ipv4.icmp_echo_ignore_all=1");
            CompletionStage<Echo> ours = sockets.send(address("192.0.2.2"), SHORT_NANOS);
            right.exec("sysctl", "-q", "-w", "net.ipv4.icmp_echo_ignore_all=0");

            assertThat(outcome(other.send(address("192.0.2.2"), TIMEOUT_NANOS))).isInstanceOf(Echo.Replied.class);
            assertThat(outcome(ours)).isEqualTo(new Echo.Unanswered());
        }
    }

    @Test
    void whenItEndsNobodyWaitsAnyLonger() {
        right.exec("sysctl", "-q", "-w", "net.ipv4.icmp_echo_ignore_all=1");
        CompletionStage<Echo> waiting = sockets.send(address("192.0.2.2"), TimeUnit.HOURS.toNanos(1));

        sockets.close();

        assertThat(outcome(waiting)).isEqualTo(new Echo.Unanswered());
        assertThat(send("127.0.0.1", TIMEOUT_NANOS)).isEqualTo(new Echo.Refused("this agent is ending"));
    }

    private Echo send(String target, long timeoutNanos) {
        return outcome(sockets.send(address(target), timeoutNanos));
    }

    private static Echo outcome(CompletionStage<Echo> stage) {
        var future = stage.toCompletableFuture();
        await().atMost(Duration.ofSeconds(10)).until(future::isDone);
        return future.join();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
