package io.vipoperator.node.loop;

/** The state of a router without its data. */
public enum RouterPhase {
    /** Not started, or waiting for its startup delay. */
    INITIALIZE,
    /** Listening. */
    BACKUP,
    /** Holding the addresses. */
    ACTIVE,
    /** Handing over: silent, and holding the addresses until the neighbours know the successor. */
    YIELDING,
    /** Out of the election. */
    FAULT
}
