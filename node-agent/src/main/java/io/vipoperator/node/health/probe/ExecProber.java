package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import io.vipoperator.node.health.probe.Programs.Outcome;
import io.vipoperator.node.health.probe.Programs.Run;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs a program and judges its exit status. Never runs it beside itself: one that can't even be killed is not started again. */
final class ExecProber implements Prober {
    /** Of the output's end: the message has room for so much, and says first what was run. */
    private static final int SHOWN = 600;

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final Map<Integer, String> SIGNALS =
            Map.of(6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

    private final Probe.Exec exec;
    private final Programs programs;
    private CompletionStage<Void> gone = CompletableFuture.completedFuture(null);

    ExecProber(Probe.Exec exec, Programs programs) {
        this.exec = exec;
        this.programs = programs;
    }

    @Override
    public synchronized CompletionStage<Finding> probe(long timeoutNanos) {
        if (!gone.toCompletableFuture().isDone()) {
            return CompletableFuture.completedFuture(
                    Finding.failure(said("was killed, and has not ended yet: it is not started again")));
        }
        Run run = programs.run(exec.command(), exec.user(), timeoutNanos);
        gone = run.gone();
        return run.outcome().thenApply(outcome -> judge(outcome, timeoutNanos));
    }

    private Finding judge(Outcome outcome, long timeoutNanos) {
        return switch (outcome) {
            case Outcome.Exited(var status, var output) ->
                status == 0
                        ? Finding.success(said("status 0" + shown(output)))
                        : Finding.failure(said(status(status) + shown(output)));
            case Outcome.Signalled(var signal, var output) ->
                Finding.failure(said("ended by " + SIGNALS.getOrDefault(signal, "signal " + signal) + shown(output)));
            case Outcome.TimedOut(var output) ->
                Finding.failure(said("did not end within " + Words.duration(timeoutNanos) + shown(output)));
            case Outcome.NotStarted(var reason) -> Finding.failure(said("not started: " + reason));
        };
    }

    /** As shells and setpriv have it. */
    private static String status(int status) {
        return switch (status) {
            case NOT_EXECUTABLE -> "status 126 (can't be executed)";
            case NOT_FOUND -> "status 127 (not found, or not started)";
            default -> "status " + status;
        };
    }

    private String said(String what) {
        return exec.command().get(0) + ": " + what;
    }

    private static String shown(String output) {
        String line = Words.oneLine(output);
        if (line.isEmpty()) {
            return "";
        }
        return ": " + (line.length() <= SHOWN ? line : "\u2026" + line.substring(line.length() - SHOWN));
    }
}
