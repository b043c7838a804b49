package io.vipoperator.node.loop;

/**
 * A check of the node whose failure counts.
 *
 * @param name of the check, whose verdict others tell by it
 * @param effect of its failure
 */
public record TrackedCheck(String name, CheckEffect effect) {}
