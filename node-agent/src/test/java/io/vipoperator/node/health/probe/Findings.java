package io.vipoperator.node.health.probe;

import static org.awaitility.Awaitility.await;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Prober;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what probes find. */
final class Findings {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Findings() {}

    /** With a timeout that nothing sound needs. */
    static Finding of(Prober prober) {
        return of(prober, 10_000);
    }

    static Finding of(Prober prober, long timeoutMillis) {
        var future = prober.probe(TimeUnit.MILLISECONDS.toNanos(timeoutMillis)).toCompletableFuture();
        await().atMost(LONGEST).until(future::isDone);
        return future.join();
    }
}
