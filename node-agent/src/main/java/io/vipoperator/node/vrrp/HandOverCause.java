package io.vipoperator.node.vrrp;

/** Why an Active is asked to hand over. */
public enum HandOverCause {
    /** Checks or trackers brought it below the best of the others. */
    Weakened,
    /** Another router of its group has handed over. */
    GroupLeft
}
