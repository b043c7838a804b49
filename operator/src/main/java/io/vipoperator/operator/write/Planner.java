package io.vipoperator.operator.write;

import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.fleet.FleetCaches;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The one thread that plans and writes node states. Events only mark the fleet dirty; turns are at least 100 ms apart. It
 * wakes every second whatever happens, and the age of that is what liveness means: an API server that is away is no reason
 * to die.
 */
@ApplicationScoped
public class Planner {
    private static final Logger LOG = Logger.getLogger(Planner.class);
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final int RETRY_DOUBLINGS = 4;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final FleetCaches caches;
    private final Leadership leadership;
    private final Turn turn;
    private final OperatorMetrics metrics;
    private final Clock clock = Clock.systemUTC();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signal = lock.newCondition();
    private boolean dirty;
    private boolean running;
    private volatile long wokenNanos = System.nanoTime();
    private Thread thread;

    Planner(FleetCaches caches, Leadership leadership, Turn turn, OperatorMetrics metrics) {
        this.caches = caches;
        this.leadership = leadership;
        this.turn = turn;
        this.metrics = metrics;
    }

    /** Begins to plan as soon as the caches are there and this replica leads. */
    public void start() {
        running = true;
        dirty = true;
        thread = new Thread(this::loop, "planner");
        thread.start();
    }

    /** Something has changed. From any thread; never blocks for long. */
    public void markDirty() {
        lock.lock();
        try {
            dirty = true;
            signal.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Since the thread last came round. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - wokenNanos);
    }

    /** Ends after the write that is under way. */
    public void stop() {
        lock.lock();
        try {
            running = false;
            signal.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        Optional<Instant> wakeAt = Optional.empty();
        Instant notBefore = clock.instant();
        int failures = 0;
        while (awaitTurn(wakeAt, notBefore)) {
            wokenNanos = System.nanoTime();
            metrics.leads(leadership.leads());
            boolean due = takeDirty()
                    || wakeAt.filter(at -> !at.isAfter(clock.instant())).isPresent();
            if (!caches.synced() || !leadership.leads()) {
                turn.forget();
                wakeAt = Optional.empty();
                markDirtyQuietly(due || !leadership.leads());
                notBefore = clock.instant().plus(PACE);
                continue;
            }
            if (!due) {
                continue;
            }
            Turn.Outcome outcome = oneTurn();
            failures = outcome.again() ? failures + 1 : 0;
            wakeAt = wakeAt(outcome, failures, clock.instant());
            notBefore = clock.instant().plus(PACE);
        }
    }

    /** An event brings the next turn sooner; without one, what failed is tried again ever more seldom, at last every 4 s. */
    static Optional<Instant> wakeAt(Turn.Outcome outcome, int failures, Instant now) {
        if (!outcome.again()) {
            return outcome.wakeAt();
        }
        Instant retry = now.plus(FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, RETRY_DOUBLINGS)));
        return Optional.of(outcome.wakeAt().filter(retry::isAfter).orElse(retry));
    }

    /** A mistake of the program in one turn must not end all: it is said, and the next turn tries again. */
    private Turn.Outcome oneTurn() {
        try {
            return turn.run(clock.instant());
        } catch (RuntimeException e) {
            LOG.error("a turn of the planner failed and is tried again", e);
            return new Turn.Outcome(true, Optional.empty());
        }
    }

    private boolean takeDirty() {
        lock.lock();
        try {
            boolean was = dirty;
            dirty = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private void markDirtyQuietly(boolean mark) {
        if (mark) {
            lock.lock();
            try {
                dirty = true;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for the pace, then for dirt, the deadline or a second; false when it is to end. */
    private boolean awaitTurn(Optional<Instant> wakeAt, Instant notBefore) {
        lock.lock();
        try {
            Instant idleUntil = clock.instant().plus(IDLE);
            while (running) {
                Instant now = clock.instant();
                Instant wanted = dirty ? now : wakeAt.filter(idleUntil::isAfter).orElse(idleUntil);
                Instant until = wanted.isBefore(notBefore) ? notBefore : wanted;
                long nanos = Duration.between(now, until).toNanos();
                if (nanos <= 0) {
                    return true;
                }
                if (!signal.await(nanos, TimeUnit.NANOSECONDS) && !dirty) {
                    return running;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
