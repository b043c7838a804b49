package io.vipoperator.e2e.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Stops the server beside the Active again and again, on all sides in turns, and measures until the other host answers. */
final class CheckRounds {
    static final int ADVERTISEMENT_MILLISECONDS = 100;

    private static final int VIRTUAL_ROUTER_ID = 52;
    private static final Duration TAKEOVER_SLACK = Duration.ofSeconds(10);

    /** Both may answer for a while, and what is lost when the first one ceases counts as well. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(700);

    private final Prober idleProber;
    private final Path folder;

    /**
     * One stop of a server.
     *
     * @param label of the product
     * @param wantedMilliseconds between two probes of the check
     * @param intervalMilliseconds that the product can do
     * @param gapNanos from the server's stop to the first question that was answered by the host whose server runs; 0 where none was
     * @param lostProbes questions that nobody answered, which the check's failure does not excuse: the hosts themselves are well
     * @param longestStallNanos of the machine meanwhile
     */
    record Round(
            String label,
            Checks.Kind kind,
            int wantedMilliseconds,
            int intervalMilliseconds,
            long gapNanos,
            int lostProbes,
            long longestStallNanos) {}

    CheckRounds(Prober idleProber, Path folder) {
        this.idleProber = idleProber;
        this.folder = folder;
    }

    /** Runs all rounds; each is handed over as soon as it is measured. */
    void run(List<Speaker.Kind> speakers, Settings settings, Consumer<Round> measured) {
        List<Double> moments = IntStream.range(0, settings.rounds())
                .mapToObj(round -> (round + 0.5) / settings.rounds())
                .toList();
        for (int wanted : settings.checkIntervalsMilliseconds()) {
            for (Checks.Kind kind : Checks.Kind.values()) {
                for (Speaker.Kind speaker : speakers) {
                    session(speaker, new Checks(1, kind, wanted), moments, measured);
                }
            }
        }
    }

    /** Starts a pair and stops the server at each of the moments, which are shares of the interval between two probes. */
    private void session(Speaker.Kind speaker, Checks checks, List<Double> moments, Consumer<Round> measured) {
        RouterSetup setup =
                RouterSetup.of(1, VIRTUAL_ROUTER_ID, ADVERTISEMENT_MILLISECONDS).withChecks(checks);
        int interval = speaker.checkIntervalMilliseconds(checks.intervalMilliseconds());
        try (WebServer one = new WebServer(Segment.ONE, folder);
                WebServer two = new WebServer(Segment.TWO, folder);
                Prober prober = new Prober("checks", RouterSetup.address(VIRTUAL_ROUTER_ID))) {
            one.start();
            two.start();
            try (Pair pair = Pair.start(speaker, setup);
                    CheckWatch watch = new CheckWatch(Segment.ONE)) {
                for (double moment : moments) {
                    pair.awaitOneActive(prober);
                    watch.awaitMoment(interval, moment);
                    measured.accept(round(speaker, checks, interval, one, prober));
                    one.start();
                }
            }
        }
    }

    private Round round(Speaker.Kind speaker, Checks checks, int intervalMilliseconds, WebServer one, Prober prober) {
        long stopNanos = System.nanoTime();
        one.stop();
        Duration limit = TAKEOVER_SLACK.plusMillis((Checks.FALL + 1L) * intervalMilliseconds);
        Wait.until(limit, () -> prober.isAnsweredBy(Segment.TWO));
        Wait.during(LAST_ANSWERS);
        Outage outage = Outage.of(prober.since(stopNanos), stopNanos, Segment.TWO.number());
        return new Round(
                speaker.label(),
                checks.kind(),
                checks.intervalMilliseconds(),
                intervalMilliseconds,
                outage.isOver() ? outage.endNanos() - stopNanos : 0,
                outage.lostProbes(),
                Stalls.of(idleProber.since(stopNanos)).longestNanos());
    }
}
