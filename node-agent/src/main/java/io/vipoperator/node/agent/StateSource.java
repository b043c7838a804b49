package io.vipoperator.node.agent;

/** Where the agent learns what to run. It tells {@link RunningState}. */
interface StateSource {
    /** Starts to look, on a thread of its own; once. */
    void start();

    /** Tells nothing more. Returns at once. */
    void stop();
}
