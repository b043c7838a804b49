package io.vipoperator.node.net;

import io.vipoperator.node.health.probe.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs programs, each in a session of its own as an unprivileged user. One thread starts, reads, ends and waits for all of them; it
 * starts with the first. {@link #run} is of any thread.
 *
 * <p>The user changes by way of setpriv, and before it choom: when memory runs out the kernel shall take the program, not the agent,
 * whose rank it would inherit. Both run in the new process, one after the other, and are gone when the program runs.
 */
public final class ChildProcesses implements Programs, AutoCloseable {
    /** At a time, with those that do not end. */
    private static final int MOST = 128;

    private static final String CHOOM = "/usr/bin/choom";
    private static final String SETPRIV = "/usr/bin/setpriv";
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "LANG=C.UTF-8");

    private static final int PRIO_PROCESS = 0;
    /** At the end, for what was killed. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final ThreadFactory threads;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private EpollWaiter waiter;
    private Thread thread;
    private boolean closed;

    private record Request(
            List<String> command,
            long deadlineNanos,
            CompletableFuture<Outcome> outcome,
            CompletableFuture<Void> gone) {}

    /** On a thread that comes from there. */
    public ChildProcesses(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Run run(List<String> command, int user, long timeoutNanos) {
        for (String needed : List.of(CHOOM, SETPRIV)) {
            if (!Files.isExecutable(Path.of(needed))) {
                return notStarted(needed + " is missing: it is in the package util-linux");
            }
        }
        var request = new Request(
                unprivileged(command, user),
                System.nanoTime() + timeoutNanos,
                new CompletableFuture<>(),
                new CompletableFuture<>());
        synchronized (this) {
            if (closed) {
                return notStarted("this agent is ending");
            }
            if (running.get() >= MOST) {
                return notStarted(MOST + " programs run already");
            }
            if (thread == null) {
                try {
                    waiter = new EpollWaiter();
                } catch (NativeException e) {
                    return notStarted(e.getMessage());
                }
                var turns = new Turns(waiter);
                thread = threads.newThread(turns);
                thread.setName("check-exec");
                thread.start();
            }
            running.incrementAndGet();
            requests.add(request);
            waiter.wake();
        }
        return new Run(request.outcome(), request.gone());
    }

    private static Run notStarted(String reason) {
        return new Run(
                CompletableFuture.completedFuture(new Outcome.NotStarted(reason)),
                CompletableFuture.completedFuture(null));
    }

    private static List<String> unprivileged(List<String> command, int user) {
        var all = new ArrayList<>(List.of(
                CHOOM,
                "-n",
                "1000",
                "--",
                SETPRIV,
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "--inh-caps=-all",
                "--no-new-privs",
                // When the agent is killed nobody would end it.
                "--pdeathsig=KILL",
                "--"));
        all.addAll(command);
        return all;
    }

    /** Kills what runs still, and ends the thread. */
    @Override
    public synchronized void close() {
        if (!closed && waiter != null) {
            waiter.wake();
        }
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What the thread does. */
    private final class Turns implements Runnable {
        private final EpollWaiter epoll;
        private final List<ChildProcess> children = new ArrayList<>();

        Turns(EpollWaiter epoll) {
            this.epoll = epoll;
        }

        @Override
        public void run() {
            // A thread inherits its maker's nice value, and programs this one's: the agent's is not for them.
            ordinary();
            while (!isClosed()) {
                turn(nextDeadline());
                for (Request next = requests.poll(); next != null; next = requests.poll()) {
                    start(next);
                }
            }
            children.forEach(ChildProcess::kill);
            long patienceNanos = System.nanoTime() + PATIENCE_NANOS;
            while (!children.isEmpty() && patienceNanos - System.nanoTime() > 0) {
                turn(patienceNanos);
            }
            synchronized (ChildProcesses.this) {
                epoll.close();
                requests.forEach(one -> refuse(one, "this agent is ending"));
            }
        }

        private void turn(long untilNanos) {
            epoll.await(untilNanos);
            long nowNanos = System.nanoTime();
            children.removeIf(child -> {
                boolean over = child.turn(nowNanos);
                if (over) {
                    running.decrementAndGet();
                }
                return over;
            });
        }

        private long nextDeadline() {
            long next = Long.MAX_VALUE;
            for (ChildProcess child : children) {
                long deadline = child.deadlineNanos();
                if (deadline != Long.MAX_VALUE && (next == Long.MAX_VALUE || deadline - next < 0)) {
                    next = deadline;
                }
            }
            return next;
        }

        private void start(Request request) {
            try {
                Spawn.Child child = Spawn.start(request.command(), ENVIRONMENT);
                children.add(
                        new ChildProcess(epoll, child, request.deadlineNanos(), request.outcome(), request.gone()));
            } catch (NativeException e) {
                refuse(request, e.getMessage());
            } catch (LinkageError e) {
                refuse(request, "glibc 2.34 or later is needed: " + e.getMessage());
            }
        }

        private void refuse(Request request, String reason) {
            running.decrementAndGet();
            request.outcome().complete(new Outcome.NotStarted(reason));
            request.gone().complete(null);
        }

        private static void ordinary() {
            try {
                Errno.call("setpriority", () -> Libc.setpriority(PRIO_PROCESS, 0, 0));
            } catch (NativeException e) {
                // It is not below already.
                return;
            }
        }
    }
}
