package io.vipoperator.node.vrrp;

/**
 * When the addresses of an Active are announced next: the burst that runs, the burst that repeats it, and the refresh.
 * Immutable; the numbers behind it are an {@link AnnouncementPlan}'s.
 *
 * @param left announcements of the running burst
 * @param nextAtNanos of the running burst
 * @param repeatAtNanos when the burst is sent once more
 * @param refreshAtNanos of the single announcement against caches that forget
 */
record Announcements(int left, long nextAtNanos, long repeatAtNanos, long refreshAtNanos) {
    /** Nothing to announce: the addresses aren't on the NIC. */
    static final Announcements NONE = new Announcements(0, Intervals.NEVER, Intervals.NEVER, Intervals.NEVER);

    /** A burst from that moment on, and all that follows it. */
    static Announcements startingAt(AnnouncementPlan plan, long atNanos) {
        return new Announcements(
                plan.count(), atNanos, after(atNanos, plan.repeatAfterNanos()), after(atNanos, plan.refreshNanos()));
    }

    /** A burst from now on that doesn't push away the repetition that an earlier one has promised. */
    Announcements onceMore(AnnouncementPlan plan, long nowNanos) {
        Announcements fresh = startingAt(plan, nowNanos);
        return new Announcements(
                fresh.left, nowNanos, Math.min(repeatAtNanos, fresh.repeatAtNanos), fresh.refreshAtNanos);
    }

    /** The same, but silent until that moment. */
    Announcements notBefore(long atNanos) {
        return new Announcements(
                left,
                Math.max(nextAtNanos, atNanos),
                Math.max(repeatAtNanos, atNanos),
                Math.max(refreshAtNanos, atNanos));
    }

    /** The plan was edited: the running burst goes on by the new one, the refresh starts anew. */
    Announcements replanned(AnnouncementPlan plan, long nowNanos) {
        return new Announcements(
                Math.min(left, plan.count()), nextAtNanos, repeatAtNanos, after(nowNanos, plan.refreshNanos()));
    }

    boolean due(long nowNanos) {
        return nowNanos >= deadlineNanos();
    }

    /** What remains after the one announcement that is due now was sent. */
    Announcements announced(AnnouncementPlan plan, long nowNanos) {
        int burst = left;
        long next = nextAtNanos;
        long repeat = repeatAtNanos;
        if (nowNanos >= repeat) {
            burst = plan.count();
            next = nowNanos;
            repeat = Intervals.NEVER;
        }
        if (nowNanos >= next) {
            burst--;
            next = burst > 0 ? nowNanos + plan.intervalNanos() : Intervals.NEVER;
        }
        long refresh = nowNanos >= refreshAtNanos ? after(nowNanos, plan.refreshNanos()) : refreshAtNanos;
        return new Announcements(Math.max(burst, 0), next, repeat, refresh);
    }

    long deadlineNanos() {
        return Math.min(nextAtNanos, Math.min(repeatAtNanos, refreshAtNanos));
    }

    private static long after(long nowNanos, long delayNanos) {
        return delayNanos > 0 ? nowNanos + delayNanos : Intervals.NEVER;
    }
}
