package io.vipoperator.node.agent;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A place for one value between threads: who puts never waits and overwrites what nobody took yet. It is how the loop
 * hands its reports over without ever being slowed.
 */
final class LatestWins<T> {
    private final AtomicReference<T> value = new AtomicReference<>();
    private final Semaphore signal = new Semaphore(0);

    /** Puts a value and wakes the taker. From any thread; never blocks. */
    void put(T latest) {
        value.set(latest);
        wake();
    }

    /** Wakes the taker without a new value. From any thread; never blocks. */
    void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /** Takes what is there, without waiting. */
    Optional<T> poll() {
        return Optional.ofNullable(value.getAndSet(null));
    }

    /** Waits until somebody puts or wakes; at most so long, {@link Long#MAX_VALUE} = for ever. The taker's thread only. */
    void await(long atMostNanos) throws InterruptedException {
        if (signal.tryAcquire(atMostNanos, TimeUnit.NANOSECONDS)) {
            signal.drainPermits();
        }
    }
}
