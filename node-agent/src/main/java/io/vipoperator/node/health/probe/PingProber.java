package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import io.vipoperator.node.health.probe.Echoes.Echo;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Sends ICMP echo requests, all at once, and counts who is answered. */
final class PingProber implements Prober {
    private final Probe.Ping ping;
    private final Echoes echoes;
    private final Function<String, CompletableFuture<InetAddress>> addresses;

    PingProber(Probe.Ping ping, Echoes echoes, Function<String, CompletableFuture<InetAddress>> addresses) {
        this.ping = ping;
        this.echoes = echoes;
        this.addresses = addresses;
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        return addresses
                .apply(ping.host())
                .thenCompose(target -> send(target, deadlineNanos - System.nanoTime()))
                .exceptionally(thrown -> Finding.failure("ping " + ping.host() + ": " + Words.reason(thrown)))
                .completeOnTimeout(
                        Finding.failure("ping " + ping.host() + ": its address wasn't found within "
                                + Words.duration(timeoutNanos)),
                        // Who waits for answers ends by himself, a moment earlier.
                        timeoutNanos + TimeUnit.MILLISECONDS.toNanos(1),
                        TimeUnit.NANOSECONDS);
    }

    private CompletionStage<Finding> send(InetAddress target, long timeoutNanos) {
        List<CompletableFuture<Echo>> sent = IntStream.range(0, ping.count())
                .mapToObj(i -> echoes.send(target, Math.max(1, timeoutNanos)).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenApply(all ->
                        judge(target, sent.stream().map(CompletableFuture::join).toList(), timeoutNanos));
    }

    private Finding judge(InetAddress target, List<Echo> echoes, long timeoutNanos) {
        long slowest = 0;
        int replies = 0;
        String refusal = "";
        for (Echo echo : echoes) {
            switch (echo) {
                case Echo.Replied(var roundTripNanos) -> {
                    replies++;
                    slowest = Math.max(slowest, roundTripNanos);
                }
                case Echo.Unanswered unanswered -> {}
                case Echo.Refused(var reason) -> refusal = ": " + reason;
            }
        }
        int lost = ping.count() - replies;
        boolean tolerable = lost * 100L <= (long) ping.maximumLossPercent() * ping.count();
        String address = target.getHostAddress();
        String asked = "ping " + (address.equals(ping.host()) ? address : ping.host() + " (" + address + ")") + ": ";
        String counted = ping.count() == 1
                ? (replies == 1 ? "replied" : "no reply")
                : replies + " of " + ping.count() + " replied";
        if (replies == ping.count()) {
            return Finding.success(asked + counted + " in " + Words.duration(slowest));
        }
        String within = refusal.isEmpty() ? " within " + Words.duration(timeoutNanos) : refusal;
        return tolerable ? Finding.success(asked + counted + within) : Finding.failure(asked + counted + within);
    }
}
