package io.vipoperator.node.health.probe;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs programs of others as unprivileged users. Of any thread; nobody waits for a program. */
public interface Programs {
    /**
     * Starts a program in a session of its own, with the user and the group of that number and no other. When the timeout is over
     * the whole process group gets SIGTERM, and SIGKILL 500 ms later.
     *
     * @param command an absolute path, then the arguments
     * @param user 1 or more
     * @param timeoutNanos for the program's own time
     */
    Run run(List<String> command, int user, long timeoutNanos);

    /**
     * A program that was started.
     *
     * @param outcome completes normally, at latest when the timeout is over
     * @param gone completes normally when no process of it is left to be waited for, which may be later
     */
    record Run(CompletionStage<Outcome> outcome, CompletionStage<Void> gone) {}

    /** How it went. */
    sealed interface Outcome {
        /**
         * It ended by itself.
         *
         * @param status 0..255
         * @param output the last 4 KiB of what it wrote to standard output and standard error
         */
        record Exited(int status, String output) implements Outcome {}

        /**
         * A signal ended it that was not sent from here.
         *
         * @param signal its number
         * @param output as above
         */
        record Signalled(int signal, String output) implements Outcome {}

        /**
         * It still ran when the timeout was over.
         *
         * @param output as above
         */
        record TimedOut(String output) implements Outcome {}

        /** It was not started. */
        record NotStarted(String reason) implements Outcome {}
    }
}
