package io.vipoperator.node.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Checks in virtual time whose targets the test plays. */
final class ChecksUnderTest implements CheckListener {
    long nowNanos = 1_000 * Setups.SECOND;
    final List<List<CheckReport>> told = new ArrayList<>();
    final List<String> probed = new ArrayList<>();
    final List<Target> targets = new ArrayList<>();
    final Map<String, CheckReport> remembered = new HashMap<>();
    /** What targets answer at once; absent: nothing. */
    final Map<Probe, Finding> answers = new HashMap<>();

    final Checks checks =
            new Checks(this::prober, (setup, now) -> Optional.ofNullable(remembered.get(setup.name())), this, () -> {});
    private long dueNanos = Long.MAX_VALUE;

    /** A prober, and the probes that it was asked for. */
    final class Target implements Prober {
        final Probe probe;
        final List<CompletableFuture<Finding>> flights = new ArrayList<>();
        final List<Long> startedNanos = new ArrayList<>();
        boolean closed;
        boolean throwing;

        private Target(Probe probe) {
            this.probe = probe;
        }

        @Override
        public CompletionStage<Finding> probe(long timeoutNanos) {
            if (throwing) {
                throw new IllegalStateException("planted");
            }
            startedNanos.add(nowNanos);
            Finding answer = answers.get(probe);
            CompletableFuture<Finding> flight =
                    answer == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(answer);
            flights.add(flight);
            return flight;
        }

        void ends(Finding finding) {
            flights.get(flights.size() - 1).complete(finding);
            turn();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Prober prober(Probe probe) {
        Target target = new Target(probe);
        targets.add(target);
        return target;
    }

    void run(CheckSetup... setups) {
        checks.run(Arrays.asList(setups));
        turn();
    }

    void turn() {
        // What a probe found at once waits for the next turn.
        checks.turn(nowNanos);
        dueNanos = checks.turn(nowNanos);
    }

    /** Lets time pass, with a turn whenever one is due. */
    void passMillis(long millis) {
        long untilNanos = nowNanos + millis * 1_000_000;
        while (dueNanos <= untilNanos) {
            nowNanos = Math.max(nowNanos, dueNanos);
            turn();
        }
        nowNanos = untilNanos;
        turn();
    }

    CheckReport report(String name) {
        return told.get(told.size() - 1).stream()
                .filter(report -> report.setup().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void changed(List<CheckReport> all) {
        told.add(all);
    }

    @Override
    public void probed(String check, boolean success, long durationNanos) {
        probed.add(check + (success ? " + " : " - ") + durationNanos / 1_000_000 + " ms");
    }
}
