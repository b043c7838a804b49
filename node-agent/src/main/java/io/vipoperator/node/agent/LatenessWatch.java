package io.vipoperator.node.agent;

import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NanoClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Asks now and then how late the loop was, and has it said where that is too late for a router. Has a thread of its own. */
final class LatenessWatch {
    private static final Logger LOG = Logger.getLogger(LatenessWatch.class);
    private static final long LOOK_EVERY_MILLISECONDS = 10_000;

    private final NanoClock clock;
    private final AgentConditions conditions;
    private final LatestHour hour = new LatestHour();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile LoopReport latest;
    private String said = "";

    /**
     * Looks at nothing yet.
     *
     * @param clock of the hour
     * @param conditions where it is said
     */
    LatenessWatch(NanoClock clock, AgentConditions conditions) {
        this.clock = clock;
        this.conditions = conditions;
    }

    /** Asks this from now on for the worst lateness in nanoseconds since it was asked last. */
    void start(LongSupplier takeWorst) {
        Thread thread = new Thread(() -> run(takeWorst), "state-lateness");
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped.countDown();
    }

    /** The routers from now on. From any thread. */
    void report(LoopReport report) {
        latest = report;
    }

    private void run(LongSupplier takeWorst) {
        try {
            while (!stopped.await(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                look(takeWorst.getAsLong());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look. */
    void look(long worstNanos) {
        long nowNanos = clock.nanoTime();
        hour.add(nowNanos, worstNanos);
        LoopReport report = latest;
        String advice = report == null ? "" : IntervalAdvice.of(report.routers(), hour.worst(nowNanos));
        if (said.isEmpty() && !advice.isEmpty()) {
            LOG.warn(advice);
        }
        said = advice;
        conditions.intervalsTooShort(advice);
    }
}
