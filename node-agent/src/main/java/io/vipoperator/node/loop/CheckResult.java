package io.vipoperator.node.loop;

import java.util.OptionalInt;

/**
 * How a check or a tracked NIC stands.
 *
 * @param effect of its failure
 * @param failing it fails, or is lost
 * @param number that a weight is multiplied with; empty for what has none
 */
record CheckResult(CheckEffect effect, boolean failing, OptionalInt number) {
    /** Of what has no number. */
    CheckResult(CheckEffect effect, boolean failing) {
        this(effect, failing, OptionalInt.empty());
    }
}
