package io.vipoperator.node.wire;

/**
 * The sequence of signed advertisements: 64 bits, seconds since 1970 (32), 1/65536 seconds (16), a counter (16). Compared as
 * serial numbers (RFC 1982), so that no wrap of the seconds matters. A receiver keeps to a window of time around its own clock:
 * what is older is refused without looking at the HMAC, and no mark that a wrong clock left behind lasts. Pure.
 */
public final class SequenceNumber {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LEAST_WINDOW_SECONDS = 5;

    private SequenceNumber() {}

    /**
     * How far the clocks of sender and receiver may differ, in whole seconds: three intervals, at least 5 s.
     *
     * @param intervalNanos Advertisement_Interval
     */
    public static long windowSeconds(long intervalNanos) {
        return Math.max(LEAST_WINDOW_SECONDS, (3 * intervalNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
    }

    /**
     * The number of a moment, with a counter of 0.
     *
     * @param epochNanos nanoseconds since 1970
     */
    public static long at(long epochNanos) {
        long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        long fraction = (Math.floorMod(epochNanos, NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND;
        return (seconds << 32) | (fraction << 16);
    }

    /** Whether a comes after b (RFC 1982 section 3.2). */
    public static boolean isAfter(long a, long b) {
        return a - b > 0;
    }

    /** How many whole seconds the number is ahead of the clock; negative if it is behind. */
    public static long secondsAhead(long sequence, long epochNanos) {
        int seconds = (int) (sequence >>> 32);
        int clock = (int) Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        // Of serial numbers, too: it may wrap.
        int ahead = seconds - clock;
        return ahead;
    }

    /** Whether the number lies in the window around the clock. */
    public static boolean isTimely(long sequence, long epochNanos, long windowSeconds) {
        return Math.abs(secondsAhead(sequence, epochNanos)) <= windowSeconds;
    }

    /**
     * The number to sign with: the clock's, or if that isn't greater than the last, the last plus one. Where a clock that was
     * set back has left the last one beyond what receivers accept, the clock's: their marks have expired, too.
     *
     * @param last signed with
     */
    public static long next(long last, long epochNanos, long windowSeconds) {
        long now = at(epochNanos);
        if (isAfter(now, last) || secondsAhead(last, epochNanos) > windowSeconds) {
            return now;
        }
        return last + 1;
    }
}
