package io.vipoperator.node.net;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Asks the kernel to run this process in time: the calling thread and those that collect garbage meanwhile at real-time
 * priority, the JVM's other threads (for which a real-time thread may have to wait, too) before those of other processes,
 * and all memory resident. Each may be refused, by a missing capability or by RT_GROUP_SCHED; the agent runs well without, and shows it.
 */
public final class RealTime {
    private static final int SCHED_RR = 2;
    /** Threads that this one starts are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x40000000;

    private static final int CALLING_THREAD = 0;
    private static final int PRIO_PROCESS = 0;
    private static final int MCL_CURRENT_FUTURE_ONFAULT = 7;

    private RealTime() {}

    /** What became of a request. */
    public sealed interface Outcome {
        /** It is so. */
        record Granted() implements Outcome {}

        /**
         * The kernel refused.
         *
         * @param call which
         * @param error EPERM, say
         */
        record Refused(String call, String error) implements Outcome {}
    }

    /** The calling thread runs at SCHED_RR with that priority, 1..99. */
    public static Outcome roundRobin(int priority) {
        return roundRobin(CALLING_THREAD, priority);
    }

    /**
     * All threads of this process that are chosen run at SCHED_RR with that priority.
     *
     * @param priority 1..99
     * @param chosen by the thread's name, of which the kernel keeps 15 characters
     * @return the first refusal, if there is any
     */
    public static Outcome roundRobinThreads(int priority, Predicate<String> chosen) {
        return eachThread(chosen, tid -> roundRobin(tid, priority));
    }

    private static Outcome roundRobin(int tid, int priority) {
        var parameter = Block.ofInts(priority);
        return attempt(
                "sched_setscheduler",
                () -> Libc.sched_setscheduler(tid, SCHED_RR | SCHED_RESET_ON_FORK, parameter.address()));
    }

    /**
     * Sets the nice value of all threads of this process but those excepted, and of those that they start later.
     *
     * @param nice -20..19
     * @param excepted by the thread's name, of which the kernel keeps 15 characters
     * @return the first refusal, if there is any
     */
    public static Outcome niceThreads(int nice, Predicate<String> excepted) {
        return eachThread(
                excepted.negate(), tid -> attempt("setpriority", () -> Libc.setpriority(PRIO_PROCESS, tid, nice)));
    }

    /** Asks for that nice value for the calling thread; threads that it starts later inherit it. */
    public static Outcome niceThread(int nice) {
        return attempt("setpriority", () -> Libc.setpriority(PRIO_PROCESS, 0, nice));
    }

    private static Outcome eachThread(Predicate<String> chosen, IntFunction<Outcome> request) {
        Outcome outcome = new Outcome.Granted();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (nameOf(task).filter(chosen).isPresent()) {
                    var one = request.apply(Integer.parseInt(task.getFileName().toString()));
                    outcome = outcome instanceof Outcome.Refused ? outcome : one;
                }
            }
        } catch (IOException e) {
            return new Outcome.Refused("read of /proc/self/task", e.getMessage());
        }
        return outcome;
    }

    /** Empty if the thread has ended meanwhile. */
    private static Optional<String> nameOf(Path task) {
        try {
            return Optional.of(Files.readString(task.resolve("comm")).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Pages stay in memory once they have been touched; without ONFAULT the JVM's whole reservation would become resident. */
    public static Outcome lockMemory() {
        return attempt("mlockall", () -> Libc.mlockall(MCL_CURRENT_FUTURE_ONFAULT));
    }

    private static Outcome attempt(String name, LongSupplier call) {
        try {
            return Errno.call(name, call) == Errno.WOULD_BLOCK
                    ? new Outcome.Refused(name, "EAGAIN")
                    : new Outcome.Granted();
        } catch (NativeException e) {
            return new Outcome.Refused(name, e.error());
        }
    }
}
