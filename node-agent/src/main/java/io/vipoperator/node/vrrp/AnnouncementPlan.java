package io.vipoperator.node.vrrp;

/**
 * How claimed addresses are announced to the neighbours.
 *
 * @param count announcements in a burst, 1 or more
 * @param intervalNanos between those of a burst
 * @param repeatAfterNanos from the first announcement until the burst is sent once more; 0 = never
 * @param refreshNanos between single announcements while Active; 0 = never
 */
public record AnnouncementPlan(int count, long intervalNanos, long repeatAfterNanos, long refreshNanos) {}
