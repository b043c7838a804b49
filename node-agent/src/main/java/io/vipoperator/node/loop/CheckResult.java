package io.vipoperator.node.loop;

/**
 * How a check or a tracked NIC stands.
 *
 * @param effect of its failure
 * @param failing it fails, or is lost
 */
record CheckResult(CheckEffect effect, boolean failing) {}
