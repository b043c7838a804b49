package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.Sweep.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** How long it takes after a host's crash until the last of many addresses is answered by the other host. */
final class Takeovers {
    private static final int FIRST_VIRTUAL_ROUTER_ID = 1;
    private static final int INTERVAL_MILLISECONDS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Segment segment;
    private final Prober idleProber;

    /**
     * One crash.
     *
     * @param label of the product
     * @param longestStallNanos of the machine meanwhile
     */
    record Takeover(String label, int routers, int addresses, Answers answers, long longestStallNanos) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "  %-12s %3d routers of %3d addresses   first %7.1f ms   last %7.1f ms%s%s",
                    label,
                    routers,
                    addresses,
                    answers.firstNanos() / 1e6,
                    answers.lastNanos() / 1e6,
                    answers.missing() == 0 ? "" : "   never answered: " + answers.missing(),
                    longestStallNanos == 0 ? "" : String.format(Locale.ROOT, "   * %.0f ms", longestStallNanos / 1e6));
        }
    }

    Takeovers(Segment segment, Prober idleProber) {
        this.segment = segment;
        this.idleProber = idleProber;
    }

    Takeover measure(Speaker.Kind kind, int routers, int addresses) {
        RouterSetup setup = RouterSetup.of(routers, FIRST_VIRTUAL_ROUTER_ID, INTERVAL_MILLISECONDS)
                .withAddresses(addresses);
        List<String> all = setup.virtualRouters().stream()
                .flatMap(router -> router.addresses().stream())
                .toList();
        try (Pair pair = Pair.start(kind, setup);
                Sweep sweep = new Sweep(all)) {
            if (!sweep.isAnsweredBy(Segment.ONE)) {
                throw new IllegalStateException(
                        kind.label() + " on host one does not answer for all of " + all.size() + " addresses");
            }
            long faultNanos = System.nanoTime();
            Answers answers = strike(pair, sweep);
            Stalls stalls = Stalls.of(idleProber.since(faultNanos));
            segment.boot(Segment.ONE);
            return new Takeover(kind.label(), routers, addresses, answers, stalls.longestNanos());
        }
    }

    /** Asks from the strike's beginning on: until the killed processes are gone, the addresses may be answered long since. */
    private Answers strike(Pair pair, Sweep sweep) {
        CountDownLatch ready = new CountDownLatch(1);
        Thread striker = Thread.ofPlatform().name("strike").daemon().start(() -> {
            RealTime.raiseCurrentThread();
            ready.countDown();
            Fault.HOST_CRASH.strike(segment, pair);
        });
        try {
            ready.await();
            Answers answers = sweep.ask(Segment.TWO, LIMIT);
            striker.join();
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while host one crashed", e);
        }
    }
}
