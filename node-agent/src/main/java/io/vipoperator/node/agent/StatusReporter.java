package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NanoClock;
import io.vipoperator.node.loop.Reports;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Takes the loop's reports off its hands and writes them where they are read: the first at once, then at most one write
 * per 250 ms, only what has changed, and again after a failure. Has a thread of its own; the loop only puts a value into
 * a place.
 */
final class StatusReporter implements Reports {
    private static final Logger LOG = Logger.getLogger(StatusReporter.class);
    private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Consumer<LoopReport> observer;
    private final Function<LoopReport, VirtualIPNodeStateStatus> mapping;
    private final StatusSink sink;
    private final NanoClock clock;
    private final BackOff backOff;
    private final LatestWins<LoopReport> slot = new LatestWins<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopping;
    private volatile boolean reportAll;
    private LoopReport latest;
    private VirtualIPNodeStateStatus written;
    private long notBeforeNanos;
    private long spacedFromNanos;
    private boolean failing;

    /** Observer and mapping are called on the reporter's thread: the one with each report taken, the other per write. */
    StatusReporter(
            Consumer<LoopReport> observer,
            Function<LoopReport, VirtualIPNodeStateStatus> mapping,
            StatusSink sink,
            NanoClock clock,
            RandomGenerator random) {
        this.observer = observer;
        this.mapping = mapping;
        this.sink = sink;
        this.clock = clock;
        this.backOff = new BackOff(random);
        this.notBeforeNanos = clock.nanoTime();
        this.spacedFromNanos = notBeforeNanos;
    }

    /** Where a status is written. */
    @FunctionalInterface
    interface StatusSink {
        /**
         * Writes the status; may block for seconds.
         *
         * @throws ApiUnavailableException if it was not written
         */
        void write(VirtualIPNodeStateStatus status) throws ApiUnavailableException;
    }

    void start() {
        Thread thread = new Thread(this::run, "status");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void changed(LoopReport report) {
        slot.put(report);
    }

    /** The conditions may have changed. From any thread. */
    void conditionsChanged() {
        slot.wake();
    }

    /** The API server has answered, and what was written may be gone: write again even if nothing has changed. From any thread. */
    void reportAll() {
        reportAll = true;
        slot.wake();
    }

    /** Writes the last report, without patience, and ends; waits for that at most so long. */
    void stop(Duration atMost) throws InterruptedException {
        stopping = true;
        slot.wake();
        ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    long succeeded() {
        return succeeded.get();
    }

    long failed() {
        return failed.get();
    }

    private void run() {
        try {
            while (!stopping) {
                long nextNanos = turnWhatever(clock.nanoTime());
                slot.await(nextNanos == Long.MAX_VALUE ? Long.MAX_VALUE : nextNanos - clock.nanoTime());
            }
            notBeforeNanos = clock.nanoTime();
            turnWhatever(clock.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** A mistake in the words of one report must not silence the agent for ever. */
    private long turnWhatever(long nowNanos) {
        try {
            return turn(nowNanos);
        } catch (RuntimeException e) {
            LOG.error("the status could not be written, which is a mistake in the agent; it is tried again", e);
            failed.incrementAndGet();
            notBeforeNanos = nowNanos + backOff.afterFailureNanos();
            return notBeforeNanos;
        }
    }

    /**
     * Writes what is due.
     *
     * @return when the next turn is due; {@link Long#MAX_VALUE} = when something has changed
     */
    long turn(long nowNanos) {
        slot.poll().ifPresent(report -> {
            if (latest != null && latest.reportRequest() != report.reportRequest()) {
                dontWait();
            }
            latest = report;
            observer.accept(report);
        });
        if (latest == null) {
            return Long.MAX_VALUE;
        }
        if (reportAll) {
            reportAll = false;
            written = null;
            dontWait();
        }
        if (nowNanos - notBeforeNanos < 0) {
            return notBeforeNanos;
        }
        VirtualIPNodeStateStatus status = mapping.apply(latest);
        if (status.equals(written)) {
            return Long.MAX_VALUE;
        }
        return write(status, nowNanos);
    }

    /** The API server has just asked: there is no reason any more to think that it is away. */
    private void dontWait() {
        backOff.reset();
        notBeforeNanos = spacedFromNanos;
    }

    private long write(VirtualIPNodeStateStatus status, long nowNanos) {
        spacedFromNanos = nowNanos + SPACING_NANOS;
        try {
            sink.write(status);
            succeeded.incrementAndGet();
            written = status;
            backOff.reset();
            notBeforeNanos = spacedFromNanos;
            if (failing) {
                LOG.info("the status is written again");
            }
            failing = false;
            return Long.MAX_VALUE;
        } catch (ApiUnavailableException e) {
            failed.incrementAndGet();
            if (!failing) {
                LOG.warnf("%s; it is tried again", e.getMessage());
            }
            failing = true;
            notBeforeNanos = nowNanos + backOff.afterFailureNanos();
            return notBeforeNanos;
        }
    }
}
