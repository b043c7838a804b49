package io.vipoperator.node.vrrp;

/**
 * All arithmetic on VRRP's intervals, in nanoseconds. Multiplies before it divides: in centiseconds every priority's
 * Skew_Time would be 0 at an interval of 10 ms, and all Backups would take over at once. Pure.
 */
public final class Intervals {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What stands in a packet is counted in centiseconds (RFC 9568 section 5.2.7). */
    private static final long NANOS_PER_CENTISECOND = 10_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MINIMUM_ANSWER_PACE_NANOS = 10_000_000L;
    private static final long REPAIR_PACE_NANOS = 1_000_000_000L;
    private static final long LINGER_NANOS = 100_000_000L;
    private static final long LONGEST_STOP_NANOS = 8_000_000_000L;

    private Intervals() {}

    /**
     * Skew_Time: the higher the priority, the sooner a Backup takes over. In version 3 it is a part of the interval (RFC 9568
     * section 6.1), in version 2 of a second, whatever the interval (RFC 3768 section 6.1).
     *
     * @param version 2 or 3
     * @param priority 0..255
     * @param activeIntervalNanos Active_Adver_Interval, as learned from the Active
     */
    public static long skewNanos(int version, int priority, long activeIntervalNanos) {
        return (256 - priority) * (version == 2 ? NANOS_PER_SECOND : activeIntervalNanos) / 256;
    }

    /**
     * Active_Down_Interval (RFC 9568 section 6.1; RFC 3768 section 6.1: Master_Down_Interval): silence for that long means that
     * the Active is gone.
     *
     * @param version 2 or 3
     * @param priority 0..255
     * @param activeIntervalNanos Active_Adver_Interval, as learned from the Active
     */
    public static long activeDownNanos(int version, int priority, long activeIntervalNanos) {
        return 3 * activeIntervalNanos + skewNanos(version, priority, activeIntervalNanos);
    }

    /**
     * How long a router that hands over waits for a successor: as long as the least of all Backups needs to notice that it is
     * silent, should no resignation have reached it.
     *
     * @param version 2 or 3
     * @param intervalNanos Advertisement_Interval
     */
    public static long handOverNanos(int version, long intervalNanos) {
        return 3 * intervalNanos + (version == 2 ? NANOS_PER_SECOND : intervalNanos);
    }

    /**
     * The same for a router that is stopped: nobody waits longer than 8 s for its end.
     *
     * @param handOverNanos how long it would wait otherwise
     */
    public static long stopNanos(long handOverNanos) {
        return Math.min(handOverNanos, LONGEST_STOP_NANOS);
    }

    /** How long the addresses are kept after the successor's first advertisement: it claims and announces them meanwhile. */
    static long lingerNanos() {
        return LINGER_NANOS;
    }

    /** How long an Active may have been silent before it has to think that a Backup has taken over. */
    static long unprovenAfterNanos(long intervalNanos) {
        return 3 * intervalNanos;
    }

    /**
     * How late a Backup may wake for Active_Down_Timer before it has to think that the Active was held up with it. Less is the
     * ordinary lateness of a busy machine, and must not make an outage longer.
     */
    static long lateAfterNanos(long intervalNanos) {
        return intervalNanos;
    }

    /**
     * How long it listens then: an Active that slept, too, keeps silent for one interval before it goes on, and may have
     * woken a little later.
     */
    static long listenAgainNanos(int version, int priority, long activeIntervalNanos) {
        return 3 * activeIntervalNanos / 2 + skewNanos(version, priority, activeIntervalNanos);
    }

    /** The least time between two answers to other Actives: two that both think they win must not shout at line rate. */
    static long answerPaceNanos(long intervalNanos) {
        return Math.max(MINIMUM_ANSWER_PACE_NANOS, intervalNanos / 10);
    }

    /** The least time between two repairs of the neighbours' caches after a losing Active was heard. */
    static long repairPaceNanos() {
        return REPAIR_PACE_NANOS;
    }

    /**
     * How long after the first advertisement of a new Active the last one of a preempted Active may come. Whoever is Active
     * longer than that didn't hear the new one.
     */
    static long lastWordNanos(long intervalNanos) {
        return Math.min(intervalNanos, REPAIR_PACE_NANOS);
    }

    /** The interval as it stands in a packet; it must be a multiple of 10 ms. */
    public static int toCentiseconds(long intervalNanos) {
        return Math.toIntExact(intervalNanos / NANOS_PER_CENTISECOND);
    }

    /** The interval that a packet tells. */
    public static long fromCentiseconds(int centiseconds) {
        return centiseconds * NANOS_PER_CENTISECOND;
    }
}
