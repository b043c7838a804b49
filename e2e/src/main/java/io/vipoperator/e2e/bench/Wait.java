package io.vipoperator.e2e.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for measured conditions. Stateless. */
final class Wait {
    private static final long POLL_NANOS = 5_000_000;

    private Wait() {}

    static void during(Duration time) {
        untilNanos(System.nanoTime() + time.toNanos());
    }

    /** Returns at the given {@link System#nanoTime}, or later if the machine stalls. */
    static void untilNanos(long deadlineNanos) {
        for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Whether the condition came true in time. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Whether the condition came true in time and then held without interruption for a while. */
    static boolean untilSteady(Duration limit, Duration hold, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        long since = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (!condition.getAsBoolean()) {
                since = now;
            } else if (now - since >= hold.toNanos()) {
                return true;
            }
            if (now - deadlineNanos > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
