package io.vipoperator.node.vrrp;

/** A router's part in a group, whose routers are Active on the same node, always. */
public enum GroupRole {
    /** In no group with another router: it decides for itself. */
    ALONE,
    /** The group's first router: where priorities are equal, its address decides for all. */
    FIRST,
    /** Another router of the group: where priorities are equal it waits for the first one, so that a tie can't split them. */
    FURTHER
}
