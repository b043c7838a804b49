package io.vipoperator.operator.plan;

/**
 * Why a VirtualIP can't be carried out.
 *
 * @param reason one of those of Accepted=False
 * @param message names the field, the value and what must hold
 */
public record Refusal(Reason reason, String message) {}
