package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.util.List;
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
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        return scan.recent()
                .thenApplyAsync(all -> judge(all, deadlineNanos), matching)
                .exceptionally(thrown -> Finding.failure(said(Words.reason(thrown))))
                .completeOnTimeout(
                        Finding.failure(said("they could not be counted within " + Words.duration(timeoutNanos))),
                        timeoutNanos,
                        TimeUnit.NANOSECONDS);
    }

    private Finding judge(List<RunningProcess> all, long deadlineNanos) {
        int count = 0;
        for (RunningProcess one : all) {
            count += matches(one, deadlineNanos) ? 1 : 0;
        }
        String counted = said(count + (count == 1 ? " runs" : " run"));
        return count >= wanted.minimumCount()
                ? Finding.success(counted)
                : Finding.failure(counted + ", must be " + wanted.minimumCount() + " or more");
    }

    private boolean matches(RunningProcess process, long deadlineNanos) {
        if (wanted.name().isPresent()) {
            return process.name().equals(wanted.name().get());
        }
        return wanted.commandLine().isPresent()
                && wanted.commandLine()
                        .get()
                        .matcher(new TimedText(process.commandLine(), deadlineNanos))
                        .find();
    }

    private String said(String what) {
        return wanted.name()
                        .map(name -> "processes " + name)
                        .orElseGet(
                                () -> "processes with " + wanted.commandLine().orElseThrow())
                + ": " + what;
    }
}
