package io.vipoperator.node.health.probe;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Who may keep a large body in memory: a few at a time, the others in turn, so that five hundred checks of large pages don't take
 * the memory that the agent has. Bodies up to {@link #SMALL_OCTETS} need no permit. Lives on the loop's thread.
 */
final class LargeBodies {
    static final int SMALL_OCTETS = 8 * 1_024;
    private static final int PERMITS = 4;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free = PERMITS;

    /** Takes a permit, or runs that as soon as one has been taken for it. */
    boolean take(Runnable later) {
        if (free > 0) {
            free--;
            return true;
        }
        waiting.add(later);
        return false;
    }

    /** Gives one back that was taken. */
    void give() {
        Runnable next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.run();
        }
    }

    /** Waits no longer; false if it had its turn already. */
    boolean leave(Runnable later) {
        return waiting.remove(later);
    }
}
