package io.vipoperator.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.interop.Contest.Entrant;
import io.vipoperator.e2e.probe.ProbeEvent;
import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two agents with a keepalived between them, at 100 ms. Twenty times whoever is Active is killed, in turn by SIGKILL and by SIGTERM: first the
 * best, then the second; then both come back. A client asks the address each millisecond. What was killed by SIGKILL leaves its address on
 * its host for a while, where the kernel goes on answering: so a client may lose less than the takeover takes.
 */
@Tag("long")
class TwentyRoundsTest {

    private static final int ROUNDS = 20;
    private static final String BEST = "first";
    private static final String SECOND = "second";
    private static final String WORST = "third";

    /**
     * One kill.
     *
     * @param lostMillis without an answer for the client
     * @param takeoverMillis until the successor answered the client's first question
     */
    private record Outage(String signal, String killed, String successor, double lostMillis, double takeoverMillis) {}

    @Test
    void whoeverIsActiveIsKilledTwentyTimesAndTheNextTakesOver() {
        try (Contest contest = Contest.of(
                        false,
                        new Entrant(BEST, Make.AGENT, Protocol.V3.setup(200)),
                        new Entrant(SECOND, Make.KEEPALIVED, Protocol.V3.setup(150)),
                        new Entrant(WORST, Make.AGENT, Protocol.V3.setup(100)));
                AddressProbe probe = AddressProbe.start(contest.segment(), "client", Protocol.IPV4)) {
            contest.start(contest.router(WORST));
            List<Outage> outages = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round += 2) {
                contest.start(contest.router(SECOND), contest.router(BEST));
                contest.awaitActive(
                        contest.router(BEST),
                        contest.router(WORST)
                                .setup()
                                .activeDown()
                                .plus(contest.router(BEST).setup().activeDown()));
                // Each of both is killed both ways.
                boolean killFirst = round % 4 == 0;
                outages.add(kill(contest, probe, killFirst, BEST, SECOND));
                outages.add(kill(contest, probe, !killFirst, SECOND, WORST));
            }

            print(outages);
            assertThat(outages).hasSize(ROUNDS);
            Duration silence = contest.router(WORST).setup().activeDown().plus(Contest.MACHINE);
            assertThat(outages).allSatisfy(outage -> {
                assertThat(outage.lostMillis()).isLessThan((double) silence.toMillis());
                assertThat(outage.takeoverMillis()).isBetween(0.0, (double) silence.toMillis());
            });
        }
    }

    private static Outage kill(Contest contest, AddressProbe probe, boolean hard, String active, String successor) {
        Router router = contest.router(active);
        int gapsBefore = probe.gaps().size();
        long beginMillis = System.currentTimeMillis();
        if (hard) {
            router.kill();
        } else {
            contest.terminate(router);
        }
        Router next = contest.router(successor);
        contest.awaitActive(next, next.setup().activeDown(), killed(contest, hard, active));
        contest.until(
                successor + " answers the probe",
                Contest.MACHINE,
                () -> probe.answering().filter(successor::equals).isPresent());
        double lostMillis = probe.gaps().stream()
                .skip(gapsBefore)
                .mapToDouble(ProbeEvent.Gap::gapMillis)
                .sum();
        double takeoverMillis = (double) (answers(probe, successor, beginMillis) - beginMillis);
        return new Outage(
                hard ? "SIGKILL" : "SIGTERM", router.make().label(), next.make().label(), lostMillis, takeoverMillis);
    }

    /** An agent that was killed in the round before has lost its addresses by the end of that round. */
    private static Router[] killed(Contest contest, boolean hard, String active) {
        return hard ? new Router[] {contest.router(active)} : new Router[0];
    }

    private static long answers(AddressProbe probe, String successor, long sinceMillis) {
        return probe.events().stream()
                .filter(ProbeEvent.Answered.class::isInstance)
                .map(ProbeEvent.Answered.class::cast)
                .filter(answered -> answered.server().equals(successor) && answered.atMillis() >= sinceMillis)
                .mapToLong(ProbeEvent.Answered::atMillis)
                .min()
                .orElseThrow(() -> new AssertionError(successor + " has not answered since " + sinceMillis));
    }

    private static void print(List<Outage> outages) {
        for (String signal : List.of("SIGKILL", "SIGTERM")) {
            for (String killed : List.of(Make.AGENT.label(), Make.KEEPALIVED.label())) {
                List<Outage> ones = outages.stream()
                        .filter(one ->
                                one.signal().equals(signal) && one.killed().equals(killed))
                        .toList();
                Measured.print(
                        ones.size() + " rounds of twenty at 100 ms: Active " + killed + " gets " + signal + ", "
                                + ones.getFirst().successor() + " takes over",
                        "client lost " + figures(ones.stream(), Outage::lostMillis) + "; takeover "
                                + figures(ones.stream(), Outage::takeoverMillis));
            }
        }
    }

    private static String figures(Stream<Outage> outages, ToDoubleFunction<Outage> figure) {
        double[] sorted = outages.mapToDouble(figure).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return String.format(Locale.ROOT, "median %.0f ms, worst %.0f ms", median, sorted[sorted.length - 1]);
    }
}
