package io.vipoperator.node.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a {@link RouterLoop} on a thread of its own: one reading of the clock a turn, then sleep until the next deadline. An
 * exception that a turn throws is a programmer's error: it ends the loop and is kept for whoever asks.
 */
public final class LoopThread {
    /** The loop turns at least so often, so that the age of its last turn tells whether it lives. */
    private static final long LONGEST_SLEEP_NANOS = 200_000_000L;

    private final RouterLoop loop;
    private final Inbox inbox;
    private final NanoClock clock;
    private final Waiter waiter;
    private final LoopCounters counters;
    private final ThreadSetup setup;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile Throwable failure;

    /** A thread that has not started. */
    public LoopThread(
            RouterLoop loop, Inbox inbox, NanoClock clock, Waiter waiter, LoopCounters counters, ThreadSetup setup) {
        this.loop = loop;
        this.inbox = inbox;
        this.clock = clock;
        this.waiter = waiter;
        this.counters = counters;
        this.setup = setup;
        this.thread = new Thread(this::run, "vrrp-loop");
    }

    /** Starts the thread; once. */
    public void start() {
        thread.start();
    }

    /** Asks every router to hand over and release. Returns at once; {@link #awaitEnd} tells when it is done. */
    public void stop() {
        inbox.offer(new Command.Stop());
    }

    /**
     * Waits for the end of the loop, which {@link #stop} brings within eight and a half seconds.
     *
     * @return whether it has ended
     */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** When the last turn began, on the loop's clock; {@link Long#MIN_VALUE} before the first. From any thread. */
    public long lastTurnNanos() {
        return counters.lastTurnNanos();
    }

    /** The programmer's error that ended the loop. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try {
            setup.prepareCurrentThread();
            turnUntilEnded();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private void turnUntilEnded() {
        long deadlineNanos = Long.MAX_VALUE;
        while (!loop.ended()) {
            long nowNanos = clock.nanoTime();
            if (deadlineNanos <= nowNanos) {
                counters.countLateness(nowNanos - deadlineNanos);
            }
            counters.countTurn(nowNanos);
            deadlineNanos = loop.turn(nowNanos);
            if (!loop.ended()) {
                waiter.await(Math.min(deadlineNanos, nowNanos + LONGEST_SLEEP_NANOS));
            }
        }
    }
}
