package io.vipoperator.node.net;

import io.vipoperator.node.health.probe.Programs.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** One program that runs, until the kernel has been asked how it ended. Of the thread of {@link ChildProcesses}. */
final class ChildProcess {
    /** Of the output; the rest is read and forgotten. */
    private static final int TAIL_BYTES = 4096;

    private static final int MOST_READ_AT_ONCE = 1 << 16;
    /** Who writes more writes without end, and gets SIGPIPE. */
    private static final long MOST_READ = 1 << 20;

    private static final int P_PID = 1;
    private static final int WNOHANG = 1;
    private static final int WNOHANG_WEXITED_WNOWAIT = 1 | 4 | 0x01000000;
    private static final int SIGINFO_BYTES = 128;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final long GRACE_NANOS = 500_000_000L;

    private final EpollWaiter epoll;
    private final Spawn.Child child;
    private final CompletableFuture<Outcome> outcome;
    private final CompletableFuture<Void> gone;
    private final Block buffer = new Block(TAIL_BYTES);
    private final Block status = new Block(4);
    private final Block info = new Block(SIGINFO_BYTES);
    private final byte[] tail = new byte[TAIL_BYTES];
    private final byte[] read = new byte[TAIL_BYTES];
    private long written;
    private long deadlineNanos;
    private boolean reading = true;
    private Stage stage = Stage.RUNS;

    private enum Stage {
        RUNS,
        TERMINATED,
        KILLED
    }

    ChildProcess(
            EpollWaiter epoll,
            Spawn.Child child,
            long deadlineNanos,
            CompletableFuture<Outcome> outcome,
            CompletableFuture<Void> gone) {
        this.epoll = epoll;
        this.child = child;
        this.deadlineNanos = deadlineNanos;
        this.outcome = outcome;
        this.gone = gone;
        epoll.register(child.pidfd());
        epoll.register(child.output());
    }

    /** When it must be looked at again; {@link Long#MAX_VALUE} if only the kernel can tell. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * Reads, waits, and signals what is due.
     *
     * @return whether it is over, and nothing of it left
     */
    boolean turn(long nowNanos) {
        read();
        status.bytes().putInt(0, 0);
        // The process group's number is nobody else's as long as its leader hasn't been waited for.
        if (hasEnded()) {
            signal(SIGKILL);
            Errno.call("waitpid", () -> SpawnLibc.waitpid(child.pid(), status.address(), WNOHANG));
            read();
            outcome.complete(ended(status.bytes().getInt(0)));
            stopReading();
            epoll.unregister(child.pidfd());
            Errno.close(child.pidfd());
            gone.complete(null);
            return true;
        }
        if (deadlineNanos != Long.MAX_VALUE && deadlineNanos - nowNanos <= 0) {
            overdue();
        }
        return false;
    }

    private void overdue() {
        switch (stage) {
            case RUNS -> {
                outcome.complete(new Outcome.TimedOut(output()));
                signal(SIGTERM);
                stage = Stage.TERMINATED;
                deadlineNanos += GRACE_NANOS;
            }
            case TERMINATED -> {
                kill();
                stage = Stage.KILLED;
            }
            case KILLED -> deadlineNanos = Long.MAX_VALUE;
        }
    }

    /** At once; it is over when the kernel says so. */
    void kill() {
        signal(SIGKILL);
        deadlineNanos = Long.MAX_VALUE;
    }

    private boolean hasEnded() {
        // It stays to be waited for; si_signo is 0 while there is nothing to tell (waitid(2)).
        info.bytes().putInt(0, 0);
        Errno.call("waitid", () -> SpawnLibc.waitid(P_PID, child.pid(), info.address(), WNOHANG_WEXITED_WNOWAIT));
        return info.bytes().getInt(0) != 0;
    }

    private void signal(int number) {
        try {
            Errno.call("kill", () -> SpawnLibc.kill(-child.pid(), number));
        } catch (NativeException e) {
            // Nobody is left in it, or it is of another user and CAP_KILL is lacking: then it can't be helped.
            return;
        }
    }

    private Outcome ended(int waitStatus) {
        int signal = waitStatus & 0x7f;
        return signal == 0
                ? new Outcome.Exited(waitStatus >> 8 & 0xff, output())
                : new Outcome.Signalled(signal, output());
    }

    private void read() {
        for (int total = 0; reading && total < MOST_READ_AT_ONCE; ) {
            long length = Errno.call("read of a pipe", () -> Libc.read(child.output(), buffer.address(), TAIL_BYTES));
            if (length == Errno.WOULD_BLOCK) {
                return;
            }
            if (length == 0 || written > MOST_READ) {
                stopReading();
                return;
            }
            buffer.read(read, (int) length);
            for (int i = 0; i < length; i++) {
                tail[(int) (written++ % TAIL_BYTES)] = read[i];
            }
            total += (int) length;
        }
    }

    private void stopReading() {
        if (reading) {
            reading = false;
            epoll.unregister(child.output());
            Errno.close(child.output());
        }
    }

    private String output() {
        int length = (int) Math.min(written, TAIL_BYTES);
        byte[] ordered = new byte[length];
        for (int i = 0; i < length; i++) {
            ordered[i] = tail[(int) ((written - length + i) % TAIL_BYTES)];
        }
        return new String(ordered, StandardCharsets.UTF_8);
    }
}
