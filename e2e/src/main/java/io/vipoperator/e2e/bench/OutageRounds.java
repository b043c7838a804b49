package io.vipoperator.e2e.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Strikes the Active host again and again, on both sides in turns, and measures what the client loses. */
final class OutageRounds {
    private static final int VIRTUAL_ROUTER_ID = 51;

    /** Before the other side has its turn. */
    private static final int ROUNDS_AT_A_TIME = 3;

    /** More than any takeover of a working Backup takes. */
    private static final Duration TAKEOVER_SLACK = Duration.ofSeconds(10);

    /** The last answers may be on their way. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(150);

    private final Segment segment;
    private final Prober idleProber;

    /**
     * One move of the address.
     *
     * @param label of the product
     * @param takeoverNanos from the last advertisement of the host that was struck until the client was served again; 0 where it never was
     * @param longestStallNanos of the machine meanwhile
     */
    record Round(
            String label,
            Fault fault,
            int intervalMilliseconds,
            Outage outage,
            long takeoverNanos,
            long longestStallNanos) {}

    OutageRounds(Segment segment, Prober idleProber) {
        this.segment = segment;
        this.idleProber = idleProber;
    }

    /** Runs all rounds; each is handed over as soon as it is measured. */
    void run(List<Speaker.Kind> kinds, Settings settings, Consumer<Round> measured) {
        try (AdvertisementWatch watch = new AdvertisementWatch()) {
            for (int begin = 0; begin < settings.rounds(); begin += ROUNDS_AT_A_TIME) {
                int end = Math.min(begin + ROUNDS_AT_A_TIME, settings.rounds());
                List<Double> moments = IntStream.range(begin, end)
                        .mapToObj(round -> (round + 0.5) / settings.rounds())
                        .toList();
                List<Speaker.Kind> order = new ArrayList<>(kinds);
                if ((begin / ROUNDS_AT_A_TIME) % 2 == 1) {
                    Collections.reverse(order);
                }
                for (int interval : settings.intervalsMilliseconds()) {
                    for (Speaker.Kind kind : order) {
                        session(kind, interval, moments, watch, measured);
                    }
                }
            }
        }
    }

    /** Starts a pair and lets each fault happen at each of the moments, which are shares of the interval between advertisements. */
    private void session(
            Speaker.Kind kind,
            int intervalMilliseconds,
            List<Double> moments,
            AdvertisementWatch watch,
            Consumer<Round> measured) {
        RouterSetup setup = new RouterSetup(1, VIRTUAL_ROUTER_ID, RouterSetup.BACKUP_PRIORITY, intervalMilliseconds);
        try (Prober prober = new Prober("outage", RouterSetup.address(VIRTUAL_ROUTER_ID));
                Pair pair = Pair.start(kind, setup)) {
            for (double moment : moments) {
                for (Fault fault : Fault.values()) {
                    pair.awaitOneActive(prober);
                    watch.awaitMoment(Segment.ONE, VIRTUAL_ROUTER_ID, intervalMilliseconds, moment);
                    measured.accept(round(kind, setup, fault, pair, prober, watch));
                }
            }
        }
    }

    private Round round(
            Speaker.Kind kind, RouterSetup setup, Fault fault, Pair pair, Prober prober, AdvertisementWatch watch) {
        long faultNanos = System.nanoTime();
        fault.strike(segment, Segment.ONE, pair.one());
        Wait.until(
                TAKEOVER_SLACK.plusMillis(2 * setup.activeDownIntervalMilliseconds()),
                () -> prober.isAnsweredBy(Segment.TWO));
        Wait.during(LAST_ANSWERS);
        Outage outage = Outage.of(prober.since(faultNanos), faultNanos, Segment.TWO.number());
        long takeoverNanos = outage.isOver() ? outage.endNanos() - watch.lastNanos(Segment.ONE, VIRTUAL_ROUTER_ID) : 0;
        Stalls stalls = Stalls.of(idleProber.since(faultNanos - (setup.intervalMilliseconds() * 1_000_000L)));
        fault.repair(segment, Segment.ONE, pair.one());
        return new Round(
                kind.label(), fault, setup.intervalMilliseconds(), outage, takeoverNanos, stalls.longestNanos());
    }
}
