package io.vipoperator.operator.plan;

/**
 * What an accepted plan can't do as it was meant.
 *
 * @param reason one of those of Degraded=True
 * @param message names the field, the value and what would help
 */
public record Warning(Reason reason, String message) {}
