package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.loop.LoopReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StatusReporterTest {
    private static final long MILLISECOND = 1_000_000L;

    private final List<Long> written = new CopyOnWriteArrayList<>();
    private final List<LoopReport> observed = new CopyOnWriteArrayList<>();
    private boolean apiAway;
    private final StatusReporter reporter = new StatusReporter(
            observed::add,
            report -> new VirtualIPNodeStateStatus(
                    report.generation(), report.reportRequest(), null, null, null, null, null),
            this::write,
            () -> 0,
            new SplittableRandom(1));

    @Test
    void theFirstReportIsWrittenAtOnceAndThenAtMostOnePerQuarterOfASecond() {
        reporter.changed(report(1));
        assertThat(reporter.turn(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(written).containsExactly(1L);

        reporter.changed(report(2));
        assertThat(reporter.turn(10 * MILLISECOND)).isEqualTo(250 * MILLISECOND);
        reporter.changed(report(3));
        assertThat(reporter.turn(20 * MILLISECOND)).isEqualTo(250 * MILLISECOND);
        assertThat(written).containsExactly(1L);

        assertThat(reporter.turn(250 * MILLISECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(written).containsExactly(1L, 3L);
    }

    @Test
    void nothingIsWrittenWhenNothingChanged() {
        reporter.changed(report(1));
        reporter.turn(0);
        reporter.changed(report(1));
        reporter.turn(1000 * MILLISECOND);
        reporter.turn(2000 * MILLISECOND);

        assertThat(written).containsExactly(1L);
        assertThat(reporter.succeeded()).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenBeforeTheFirstReport() {
        assertThat(reporter.turn(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(written).isEmpty();
    }

    @Test
    void aFailedWriteIsTriedAgainLaterAndLaterAndTheLatestReportWins() {
        apiAway = true;
        reporter.changed(report(1));
        long now = 0;
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long next = reporter.turn(now);
            waits.add((next - now) / MILLISECOND);
            now = next;
        }
        assertThat(waits.get(0)).isBetween(100L, 200L);
        assertThat(waits.get(3)).isBetween(800L, 1600L);
        assertThat(waits.get(7)).isBetween(2500L, 5000L);
        assertThat(reporter.failed()).isEqualTo(8);

        apiAway = false;
        reporter.changed(report(5));
        assertThat(reporter.turn(now)).isEqualTo(Long.MAX_VALUE);
        assertThat(written).containsExactly(5L);
    }

    @Test
    void theReportIsWrittenAgainWhenWhatWasWrittenMayBeGone() {
        reporter.changed(report(1));
        reporter.turn(0);
        reporter.reportAll();
        reporter.turn(300 * MILLISECOND);

        assertThat(written).containsExactly(1L, 1L);
    }

    @Test
    void aRequestForAReportShowsThatTheApiServerIsBackAndIsAnsweredAtOnce() {
        apiAway = true;
        reporter.changed(report(1));
        long now = 0;
        for (int i = 0; i < 8; i++) {
            now = reporter.turn(now);
        }
        long lastAttempt = now;
        assertThat(reporter.turn(lastAttempt))
                .isBetween(lastAttempt + 2500 * MILLISECOND, lastAttempt + 5000 * MILLISECOND);

        apiAway = false;
        reporter.changed(new LoopReport(1, 5, List.of(), List.of(), List.of()));
        assertThat(reporter.turn(lastAttempt + 10 * MILLISECOND)).isEqualTo(lastAttempt + 250 * MILLISECOND);
        assertThat(reporter.turn(lastAttempt + 250 * MILLISECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(written).containsExactly(1L);
    }

    @Test
    void anObjectThatAppearsGetsItsFirstReportAtOnce() {
        apiAway = true;
        reporter.changed(report(1));
        long now = 0;
        for (int i = 0; i < 8; i++) {
            now = reporter.turn(now);
        }
        reporter.turn(now);

        apiAway = false;
        reporter.reportAll();
        assertThat(reporter.turn(now + 250 * MILLISECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(written).containsExactly(1L);
    }

    @Test
    void aMistakeInOneReportDoesNotSilenceTheAgent() throws InterruptedException {
        StatusReporter mistaken = new StatusReporter(
                observed::add,
                report -> {
                    if (report.generation() == 1) {
                        throw new IllegalStateException("planted");
                    }
                    return new VirtualIPNodeStateStatus(report.generation(), null, null, null, null, null, null);
                },
                this::write,
                System::nanoTime,
                new SplittableRandom(1));
        mistaken.start();
        mistaken.changed(report(1));
        await().atMost(Duration.ofSeconds(5)).until(() -> mistaken.failed() > 0);

        mistaken.changed(report(2));
        await().atMost(Duration.ofSeconds(5)).until(() -> written.contains(2L));
        mistaken.stop(Duration.ofSeconds(5));
        assertThat(written).containsExactly(2L);
    }

    @Test
    void everyReportTakenIsObservedAlsoWhileTheApiServerIsAway() {
        apiAway = true;
        reporter.changed(report(1));
        reporter.turn(0);
        reporter.changed(report(2));
        reporter.turn(1);

        assertThat(observed).extracting(LoopReport::generation).containsExactly(1L, 2L);
    }

    private void write(VirtualIPNodeStateStatus status) throws ApiUnavailableException {
        if (apiAway) {
            throw new ApiUnavailableException("away", null);
        }
        written.add(status.observedGeneration());
    }

    private static LoopReport report(long generation) {
        return new LoopReport(generation, 0, List.of(), List.of(), List.of());
    }
}
