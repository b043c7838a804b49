package io.vipoperator.node.health;

/** What is known of a check. */
public enum Standing {
    UNKNOWN,
    HEALTHY,
    FAILING
}
