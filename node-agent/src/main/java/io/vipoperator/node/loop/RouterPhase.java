package io.vipoperator.node.loop;

/** The state of a router without its data. */
public enum RouterPhase {
    /** Not started, or waiting for its startup delay. */
    INITIALIZE,
    /** Listening. */
    BACKUP,
    /** Holding the addresses. */
    ACTIVE,
    /** Out of the election. */
    FAULT
}
