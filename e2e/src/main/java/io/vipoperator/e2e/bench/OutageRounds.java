package io.vipoperator.e2e.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Moves the address again and again, on all sides in turns, and measures what the client loses. */
final class OutageRounds {
    private static final int VIRTUAL_ROUTER_ID = 51;

    /** Before the other side has its turn. */
    private static final int ROUNDS_AT_A_TIME = 3;

    /** More than any takeover of a working Backup takes. */
    private static final Duration TAKEOVER_SLACK = Duration.ofSeconds(10);

    /** For the programs of a host that comes back. */
    private static final Duration START_SLACK = Duration.ofMinutes(3);

    private static final Duration SETTLED = Duration.ofMillis(300);

    /** The last answers may be on their way. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(150);

    /** Both may answer for a while, and what is lost when the first one ceases counts as well. */
    private static final Duration LAST_ANSWERS_OF_A_PLANNED_MOVE = Duration.ofMillis(700);

    private final Segment segment;
    private final Prober idleProber;
    private final List<Fault> faults;

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

    OutageRounds(Segment segment, Prober idleProber, List<Fault> faults) {
        this.faults = List.copyOf(faults);
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
        RouterSetup setup =
                RouterSetup.of(1, VIRTUAL_ROUTER_ID, intervalMilliseconds).thatTracks();
        try (Prober prober = new Prober("outage", RouterSetup.address(VIRTUAL_ROUTER_ID));
                Pair pair = Pair.start(kind, setup)) {
            for (double moment : moments) {
                for (Fault fault : faults) {
                    if (kind.takesPartIn(fault)) {
                        pair.awaitOneActive(prober);
                        prepare(fault, pair, prober);
                        watch.awaitMoment(fault.holder(), VIRTUAL_ROUTER_ID, intervalMilliseconds, moment);
                        measured.accept(round(kind, fault, pair, prober, watch, intervalMilliseconds));
                    }
                }
            }
        }
    }

    private void prepare(Fault fault, Pair pair, Prober prober) {
        fault.prepare(segment, pair);
        Duration limit = TAKEOVER_SLACK.plusMillis(2 * pair.setup().activeDownIntervalMilliseconds());
        if (!Wait.untilSteady(limit, SETTLED, () -> prober.isAnsweredBy(fault.holder()))) {
            throw new IllegalStateException("host " + fault.holder().name() + " did not hold the address before "
                    + fault.words() + " within " + limit);
        }
    }

    private Round round(
            Speaker.Kind kind,
            Fault fault,
            Pair pair,
            Prober prober,
            AdvertisementWatch watch,
            int intervalMilliseconds) {
        long faultNanos = System.nanoTime();
        fault.strike(segment, pair);
        // A host that comes back has to start its programs first.
        Duration start = fault == Fault.PREEMPTION ? START_SLACK : Duration.ZERO;
        Wait.until(
                TAKEOVER_SLACK.plus(start).plusMillis(2 * pair.setup().activeDownIntervalMilliseconds()),
                () -> prober.isAnsweredBy(fault.successor()));
        Wait.during(fault.isPlanned() ? LAST_ANSWERS_OF_A_PLANNED_MOVE : LAST_ANSWERS);
        Outage outage = Outage.of(
                prober.since(faultNanos), faultNanos, fault.successor().number());
        long takeoverNanos =
                outage.isOver() ? outage.endNanos() - watch.lastNanos(fault.holder(), VIRTUAL_ROUTER_ID) : 0;
        Stalls stalls = Stalls.of(idleProber.since(faultNanos - (intervalMilliseconds * 1_000_000L)));
        fault.repair(segment, pair);
        return new Round(kind.label(), fault, intervalMilliseconds, outage, takeoverNanos, stalls.longestNanos());
    }
}
