package io.vipoperator.node.agent;

/** Where the agent learns what to run. It tells {@link RunningState}. */
interface StateSource {
    /** Starts to look, on a thread of its own; once. */
    void start();

    /** Somebody asks for what is there now, by SIGHUP. Returns at once. From any thread. */
    void readAgain();

    /** Tells nothing more. Returns at once. */
    void stop();
}
