package io.vipoperator.operator.status;

import io.vipoperator.operator.plan.Reason;

/**
 * A condition before time is added.
 *
 * @param holds its status
 * @param reason the first that applies
 * @param message all that apply, for people
 */
record Verdict(boolean holds, Reason reason, String message) {}
