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
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
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
            wakeAt = outcome.wakeAt();
            markDirtyQuietly(outcome.again());
            notBefore = clock.instant().plus(outcome.again() ? AFTER_FAILURE.dividedBy(4) : PACE);
        }
    }

    /** A mistake of the program in one turn must not end all: it is said, and the next turn tries again. */
    private Turn.Outcome oneTurn() {
        try {
            return turn.run(clock.instant());
        } catch (RuntimeException e) {
            LOG.error("a turn of the planner failed and is tried again", e);
            return new Turn.Outcome(true, Optional.of(clock.instant().plus(AFTER_FAILURE)));
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
