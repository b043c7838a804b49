package io.vipoperator.node.loop;

/**
 * A NIC beside the router's own whose loss counts.
 *
 * @param name of the NIC
 * @param effect of its loss
 */
public record TrackedInterface(String name, CheckEffect effect) {}
