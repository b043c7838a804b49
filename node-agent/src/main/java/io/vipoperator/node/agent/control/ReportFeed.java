package io.vipoperator.node.agent.control;

import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.Reports;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the loop leaves its reports for the control socket: the latest always, each of them only while somebody watches.
 * The loop neither waits nor wakes anybody. Reports come from the loop's thread, all else is the control thread's.
 */
final class ReportFeed implements Reports {
    private static final int MOST_QUEUED = 256;

    private final Queue<Numbered> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean watched;
    private volatile Numbered latest;
    private long number;

    /**
     * A report and its place among all.
     *
     * @param number 1, 2, 3...
     */
    record Numbered(long number, LoopReport report) {}

    @Override
    public void changed(LoopReport report) {
        Numbered numbered = new Numbered(++number, report);
        latest = numbered;
        if (watched && queued.get() < MOST_QUEUED) {
            queued.incrementAndGet();
            queue.add(numbered);
        }
    }

    Optional<Numbered> latest() {
        return Optional.ofNullable(latest);
    }

    /** From now on each report is kept until it is polled, up to a limit. */
    void watch() {
        watched = true;
    }

    /** Only the latest is kept from now on. */
    void unwatch() {
        watched = false;
        while (poll() != null) {
            // What nobody wants to see any more.
        }
    }

    /** The next one or null. A gap in the numbers means that there were more than could be kept. */
    Numbered poll() {
        Numbered next = queue.poll();
        if (next != null) {
            queued.decrementAndGet();
        }
        return next;
    }
}
