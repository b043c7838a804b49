package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Counts processes of the host by their name or command line. */
final class ProcessProber implements Prober {
    private final Probe.Processes wanted;
    private final ProcessScan scan;
    private final Executor matching;

    /** Where patterns are tried on command lines, which may take long. */
    ProcessProber(Probe.Processes wanted, ProcessScan scan, Executor matching) {
        this.wanted = wanted;
        this.scan = scan;
        this.matching = matching;
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        return scan.recent()
                .thenApplyAsync(this::judge, matching)
                .exceptionally(thrown -> Finding.failure(said(Words.reason(thrown))))
                .completeOnTimeout(
                        Finding.failure(said("they could not be counted within " + Words.duration(timeoutNanos))),
                        timeoutNanos,
                        TimeUnit.NANOSECONDS);
    }

    private Finding judge(List<RunningProcess> all) {
        int count = 0;
        for (RunningProcess one : all) {
            switch (matches(one)) {
                case FOUND -> count++;
                case ABSENT -> {}
                case TOO_MUCH -> {
                    return Finding.failure(said("the pattern takes too long on a command line"));
                }
            }
        }
        String counted = said(count + (count == 1 ? " runs" : " run"));
        return count >= wanted.minimumCount()
                ? Finding.success(counted)
                : Finding.failure(counted + ", must be " + wanted.minimumCount() + " or more");
    }

    private BoundedMatch.Outcome matches(RunningProcess process) {
        return wanted.commandLine()
                .map(pattern -> BoundedMatch.find(pattern, process.commandLine()))
                .orElseGet(() -> wanted.name().equals(Optional.of(process.name()))
                        ? BoundedMatch.Outcome.FOUND
                        : BoundedMatch.Outcome.ABSENT);
    }

    private String said(String what) {
        return wanted.name()
                        .map(name -> "processes " + name)
                        .orElseGet(
                                () -> "processes with " + wanted.commandLine().orElseThrow())
                + ": " + what;
    }
}
