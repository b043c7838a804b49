package io.vipoperator.node.vrrp;

/**
 * How claimed addresses are announced to the neighbours. Immutable.
 *
 * @param count announcements in a burst, 1 or more
 * @param intervalNanos between those of a burst
 * @param repeatAfterNanos from the first announcement until the burst is sent once more; 0 = never
 * @param refreshNanos between single announcements while Active; 0 = never
 */
public record AnnouncementPlan(int count, long intervalNanos, long repeatAfterNanos, long refreshNanos) {
    public AnnouncementPlan {
        if (count < 1) {
            throw new IllegalArgumentException("count must be 1 or more, not " + count);
        }
        notNegative("intervalNanos", intervalNanos);
        notNegative("repeatAfterNanos", repeatAfterNanos);
        notNegative("refreshNanos", refreshNanos);
    }

    private static void notNegative(String name, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(name + " must not be negative, not " + nanos);
        }
    }
}
