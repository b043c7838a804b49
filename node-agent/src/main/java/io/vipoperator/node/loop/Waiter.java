package io.vipoperator.node.loop;

/** Where the loop sleeps. */
public interface Waiter {
    /** Returns when packets are there, when somebody called {@link #wake}, or at the deadline; {@link Long#MAX_VALUE} = none. */
    void await(long deadlineNanos);

    /** Ends the present or the next {@link #await}. From any thread. */
    void wake();
}
