package io.vipoperator.node.health;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Runs {@link Checks} on a thread of its own: one reading of the clock a turn, then sleep until something is due or comes. */
public final class CheckThread {
    /** After a mistake of ours; without a pause it might keep a processor busy. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Checks checks;
    private final LongSupplier clock;
    private final Runnable onThread;
    private final Consumer<RuntimeException> mistakes;
    private final Semaphore signal = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /**
     * A thread that has not started.
     *
     * @param clock nanoseconds that only go forward
     * @param onThread is called first on the thread itself
     * @param mistakes is told what a turn threw; the checks go on
     */
    public CheckThread(
            Function<Probe, Prober> probers,
            Checks.Memory memory,
            CheckListener listener,
            LongSupplier clock,
            Runnable onThread,
            Consumer<RuntimeException> mistakes) {
        this.checks = new Checks(probers, memory, listener, this::wake);
        this.clock = clock;
        this.onThread = onThread;
        this.mistakes = mistakes;
    }

    /** Starts the thread; once. */
    public void start() {
        Thread thread = new Thread(this::run, "health-checks");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs exactly these from now on. From any thread; does not block. */
    public void run(List<CheckSetup> setups) {
        checks.run(setups);
    }

    /** Begins no probe any more; waits for that a moment at most. Probes that are under way may end as they like. */
    public void stop() throws InterruptedException {
        stopping = true;
        wake();
        ended.await(200, TimeUnit.MILLISECONDS);
    }

    private void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    private void run() {
        try {
            onThread.run();
            while (!stopping) {
                long dueNanos = turn();
                long waitNanos = dueNanos == Long.MAX_VALUE ? Long.MAX_VALUE : dueNanos - clock.getAsLong();
                if (signal.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
                    signal.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            checks.close();
            ended.countDown();
        }
    }

    private long turn() {
        try {
            return checks.turn(clock.getAsLong());
        } catch (RuntimeException e) {
            mistakes.accept(e);
            return clock.getAsLong() + PAUSE_NANOS;
        }
    }
}
