package io.vipoperator.operator.plan;

/**
 * A node that takes part in an election.
 *
 * @param nodeName the node
 * @param priority 1..254
 */
public record Member(String nodeName, int priority) {}
