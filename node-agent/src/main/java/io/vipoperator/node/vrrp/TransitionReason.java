package io.vipoperator.node.vrrp;

/** Why a virtual router changed its state. The names are API: they stand in status, Events and metrics. */
public enum TransitionReason {
    /** The router was started. */
    Started,
    /** The router was stopped. */
    Stopped,
    /** Priority 255: the owner is Active at once. */
    Owner,
    /** No advertisement for Active_Down_Interval. */
    ActiveDown,
    /** The Active resigned. */
    ActiveResigned,
    /** The Active is alive and has the lesser priority. */
    PreemptedLesser,
    /** An advertisement with a higher priority, or the same and a higher address, was heard. */
    BetterActiveHeard,
    /** The priority became 0: the router only listens from now on. */
    Observer,
    /** Something keeps the router out of the election. */
    FaultRaised,
    /** Nothing keeps the router out of the election any more. */
    FaultCleared,
    /** Checks or trackers brought the priority down: the router hands over. */
    Weakened,
    /** Another router of the group has handed over. */
    GroupLeft,
    /** Nobody better took over what was handed over: the router goes on. */
    NoSuccessor
}
