package io.vipoperator.node.health;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One check as it runs: at most one probe at a time, and its verdict. A prober that doesn't end as it promises counts as a
 * failure, once per interval, and no further probe is begun beside it. The checks' thread only.
 */
final class RunningCheck {
    /** A prober owns its timeout, but not the processor. */
    private static final long GRACE_NANOS = 1_000_000_000L;

    /** What a failing check says may differ with each probe; people and the API server need not see it that often. */
    private static final long SAY_AGAIN_NANOS = 5_000_000_000L;

    private static final String NOTHING_YET = "nothing is known yet";

    private final Function<Probe, Prober> probers;
    private CheckSetup setup;
    private Optional<Prober> prober;
    private Optional<Flight> flight = Optional.empty();
    private Hysteresis hysteresis;
    private long nextNanos;
    private long sinceNanos;
    private String message = NOTHING_YET;
    private long saidNanos;
    private OptionalInt number = OptionalInt.empty();
    private Optional<Instant> certificateNotAfter = Optional.empty();

    /** One probe that has begun; nobody waits for it. */
    static final class Flight {
        private final RunningCheck check;
        private final long startedNanos;
        private long overdueAtNanos;
        private boolean overdue;

        private Flight(RunningCheck check, long startedNanos, long overdueAtNanos) {
            this.check = check;
            this.startedNanos = startedNanos;
            this.overdueAtNanos = overdueAtNanos;
        }

        RunningCheck check() {
            return check;
        }
    }

    /** A check that begins now, from what is remembered of it if anything is. */
    RunningCheck(CheckSetup setup, Optional<CheckReport> remembered, Function<Probe, Prober> probers, long nowNanos) {
        this.setup = setup;
        this.probers = probers;
        this.prober = Optional.empty();
        this.hysteresis = Hysteresis.of(setup.initial());
        this.sinceNanos = nowNanos;
        remembered.filter(before -> before.standing() != Standing.UNKNOWN).ifPresent(before -> {
            hysteresis = Hysteresis.of(before.standing());
            sinceNanos = before.sinceNanos();
            message = before.message();
            number = before.number();
            certificateNotAfter = before.certificateNotAfter();
        });
        begin(nowNanos);
    }

    CheckSetup setup() {
        return setup;
    }

    /** Runs by that setup from now on; what is known stays known. */
    void use(CheckSetup newSetup, long nowNanos) {
        CheckSetup before = setup;
        setup = newSetup;
        if (!newSetup.probe().equals(before.probe())) {
            close();
            hysteresis = hysteresis.edited();
            begin(nowNanos);
        } else if (newSetup.intervalNanos() != before.intervalNanos()) {
            nextNanos = Schedule.firstNanos(setup, hysteresis.standing(), nowNanos);
        }
    }

    private void begin(long nowNanos) {
        if (setup.probe() instanceof Probe.Decided(Standing decided, String why)) {
            stand(decided == Standing.UNKNOWN ? hysteresis.probing(setup, nowNanos) : Hysteresis.of(decided), nowNanos);
            say(why, nowNanos);
        } else {
            prober = Optional.of(makeProber());
            nextNanos = Schedule.firstNanos(setup, hysteresis.standing(), nowNanos);
        }
    }

    private Prober makeProber() {
        try {
            return probers.apply(setup.probe());
        } catch (RuntimeException e) {
            Finding never = Finding.failure("it can't be probed: " + e);
            return timeoutNanos -> CompletableFuture.completedFuture(never);
        }
    }

    /** When time alone makes something due; {@link Long#MAX_VALUE} = never. */
    long deadlineNanos() {
        long probeNanos = flight.map(one -> one.overdueAtNanos).orElse(prober.isPresent() ? nextNanos : Long.MAX_VALUE);
        return Math.min(probeNanos, hysteresis.unknownUntilNanos());
    }

    /**
     * Does what is due by time.
     *
     * @return a probe to begin
     */
    Optional<Flight> at(long nowNanos) {
        flight.filter(one -> nowNanos >= one.overdueAtNanos).ifPresent(one -> {
            one.overdue = true;
            one.overdueAtNanos = nowNanos + setup.intervalNanos();
            find(
                    Finding.failure(
                            "the probe has not ended after " + (nowNanos - one.startedNanos) / 1_000_000 + " ms"),
                    nowNanos);
        });
        if (hysteresis.unknownUntilNanos() <= nowNanos) {
            stand(hysteresis.at(nowNanos), nowNanos);
            if (message.equals(NOTHING_YET)) {
                say("no probe has ended in time", nowNanos);
            }
        }
        if (flight.isEmpty() && prober.isPresent() && nowNanos >= nextNanos) {
            flight = Optional.of(new Flight(this, nowNanos, nowNanos + setup.timeoutNanos() + GRACE_NANOS));
            hysteresis = hysteresis.probing(setup, nowNanos);
            nextNanos = Schedule.nextNanos(setup, hysteresis.standing(), nowNanos);
            return flight;
        }
        return Optional.empty();
    }

    /** Begins the probe that {@link #at} has asked for; the stage completes normally whatever the prober does. */
    CompletionStage<Finding> probe() {
        try {
            return prober.orElseThrow()
                    .probe(setup.timeoutNanos())
                    .exceptionally(mistake ->
                            Finding.failure("the probe failed, which is a mistake in the agent: " + mistake));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(
                    Finding.failure("the probe failed, which is a mistake in the agent: " + e));
        }
    }

    /**
     * A probe has ended.
     *
     * @return how long it took; empty if it is none of this check any more
     */
    Optional<Long> ended(Flight ended, Finding finding, long nowNanos) {
        if (flight.filter(one -> one == ended).isEmpty()) {
            return Optional.empty();
        }
        flight = Optional.empty();
        if (!ended.overdue) {
            find(finding, nowNanos);
        }
        // The verdict may be known by it: then the next one need not follow that soon.
        nextNanos = Schedule.nextNanos(setup, hysteresis.standing(), ended.startedNanos);
        return Optional.of(nowNanos - ended.startedNanos);
    }

    private void find(Finding finding, long nowNanos) {
        boolean success = isSuccess(finding);
        Standing before = hysteresis.standing();
        stand(hysteresis.after(success, setup), nowNanos);
        Standing now = hysteresis.standing();
        boolean saysMore = now != before
                || (!success && now == Standing.UNKNOWN)
                || (!success && now == Standing.FAILING && nowNanos - saidNanos >= SAY_AGAIN_NANOS);
        if (saysMore) {
            say(finding.message(), nowNanos);
        }
        if (finding.number().isPresent() || now == Standing.FAILING) {
            number = finding.number();
        }
        if (finding.certificateNotAfter().isPresent()) {
            certificateNotAfter = finding.certificateNotAfter();
        }
    }

    /** A number below zero says that its writer wants the node out, though the file could be read. */
    static boolean isSuccess(Finding finding) {
        return finding.success() && finding.number().orElse(0) >= 0;
    }

    private void stand(Hysteresis next, long nowNanos) {
        if (next.standing() != hysteresis.standing()) {
            sinceNanos = nowNanos;
        }
        hysteresis = next;
    }

    private void say(String what, long nowNanos) {
        message = what;
        saidNanos = nowNanos;
    }

    CheckReport report() {
        return new CheckReport(setup, hysteresis.standing(), sinceNanos, message, number, certificateNotAfter);
    }

    /** Ends it; a probe that is under way may end as it likes. */
    void close() {
        flight = Optional.empty();
        prober.ifPresent(Prober::close);
        prober = Optional.empty();
    }
}
