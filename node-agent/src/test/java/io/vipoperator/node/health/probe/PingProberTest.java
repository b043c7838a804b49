package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.probe.Echoes.Echo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingProberTest {
    private static final Echo REPLIED = new Echo.Replied(2_500_000);
    private static final Echo SLOWER = new Echo.Replied(42_000_000);
    private static final Echo UNANSWERED = new Echo.Unanswered();
    private static final Echo REFUSED = new Echo.Refused("the host is unreachable");

    @Test
    void aReplySaysHowLongItTook() {
        assertThat(ping(0, REPLIED)).isEqualTo(Finding.success("ping 192.0.2.1: replied in 2.50 ms"));
    }

    @Test
    void ofSeveralTheSlowestIsTold() {
        assertThat(ping(0, REPLIED, SLOWER)).isEqualTo(Finding.success("ping 192.0.2.1: 2 of 2 replied in 42 ms"));
    }

    @Test
    void aRefusalSaysWhy() {
        assertThat(ping(0, REFUSED)).isEqualTo(Finding.failure("ping 192.0.2.1: no reply: the host is unreachable"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "0, 1, false", "24, 1, false", "25, 1, true", "99, 3, true", "99, 4, false"})
    void soMuchLossAndNoMoreIsTolerated(int maximumLossPercent, int lost, boolean success) {
        Echo[] echoes = new Echo[4];
        for (int i = 0; i < echoes.length; i++) {
            echoes[i] = i < lost ? UNANSWERED : REPLIED;
        }

        Finding found = ping(maximumLossPercent, echoes);

        assertThat(found.success()).as(found.message()).isEqualTo(success);
        assertThat(found.message()).startsWith("ping 192.0.2.1: " + (4 - lost) + " of 4 replied");
    }

    @Test
    void aNameThatIsNoneIsAFailure() {
        var prober = new PingProber(
                new Probe.Ping("gone.test", 1, 0),
                PingProberTest::answerAll,
                host -> CompletableFuture.failedFuture(new IllegalStateException("no address for " + host)));

        assertThat(Findings.of(prober)).isEqualTo(Finding.failure("ping gone.test: no address for gone.test"));
    }

    @Test
    void aLookupThatHangsIsGivenUpWhenTheTimeIsOver() {
        var prober = new PingProber(
                new Probe.Ping("slow.test", 1, 0), PingProberTest::answerAll, host -> new CompletableFuture<>());

        assertThat(Findings.of(prober, 50))
                .isEqualTo(Finding.failure("ping slow.test: its address wasn't found within 50 ms"));
    }

    @Test
    void namesAreFoundAsTheNodeFindsThem() {
        try (ProbeLoop loop = new ProbeLoop(DnsServerAddressStreamProviders.platformDefault())) {
            var prober = new PingProber(
                    new Probe.Ping("localhost", 1, 0), PingProberTest::answerAll, new HostAddresses(loop)::of);

            assertThat(Findings.of(prober).message()).isEqualTo("ping localhost (127.0.0.1): replied in 2.50 ms");
        }
    }

    private static CompletableFuture<Echo> answerAll(InetAddress target, long timeoutNanos) {
        return CompletableFuture.completedFuture(REPLIED);
    }

    private static CompletableFuture<InetAddress> literal(String host) {
        try {
            return CompletableFuture.completedFuture(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Finding ping(int maximumLossPercent, Echo... echoes) {
        Deque<Echo> next = new ArrayDeque<>(List.of(echoes));
        Echoes scripted = (target, timeoutNanos) -> CompletableFuture.completedFuture(next.poll());
        return Findings.of(new PingProber(
                new Probe.Ping("192.0.2.1", echoes.length, maximumLossPercent), scripted, PingProberTest::literal));
    }
}
