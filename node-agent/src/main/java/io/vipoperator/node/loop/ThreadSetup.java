package io.vipoperator.node.loop;

/** What the loop's thread does to itself before its first turn: scheduling class, niceness. */
@FunctionalInterface
public interface ThreadSetup {
    /** Called once on the loop's thread. A refusal of the kernel is counted and shown elsewhere, not thrown. */
    void prepareCurrentThread();

    /** Leaves the thread as it is. */
    static ThreadSetup none() {
        return () -> {};
    }
}
