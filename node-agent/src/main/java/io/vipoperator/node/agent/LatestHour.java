package io.vipoperator.node.agent;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The worst value of the last hour, to the minute. Time is a parameter, and never goes back. Owned by one thread. */
final class LatestHour {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MINUTES = 60;

    private final long[] worstByMinute = new long[MINUTES];
    private long minute = Long.MIN_VALUE;

    /** Notes a value, 0 or more. */
    void add(long nowNanos, long value) {
        forgetUntil(nowNanos);
        int place = place(minute);
        worstByMinute[place] = Math.max(worstByMinute[place], value);
    }

    /** The worst of the last 59 to 60 minutes; 0 if there was none. */
    long worst(long nowNanos) {
        forgetUntil(nowNanos);
        return Arrays.stream(worstByMinute).max().orElse(0);
    }

    private void forgetUntil(long nowNanos) {
        long now = Math.floorDiv(nowNanos, MINUTE_NANOS);
        if (minute == Long.MIN_VALUE || now - minute >= MINUTES) {
            Arrays.fill(worstByMinute, 0);
        } else {
            for (long passed = minute + 1; passed <= now; passed++) {
                worstByMinute[place(passed)] = 0;
            }
        }
        minute = now;
    }

    private static int place(long ofMinute) {
        return Math.floorMod(ofMinute, MINUTES);
    }
}
