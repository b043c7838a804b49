package io.vipoperator.node.sim;

import java.util.function.Supplier;

/** What must hold after every event. */
final class Invariant {
    private Invariant() {}

    /** What did not hold. */
    static final class Violated extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violated(String message) {
            super(message);
        }
    }

    static void holds(boolean condition, Supplier<String> otherwise) {
        if (!condition) {
            throw new Violated(otherwise.get());
        }
    }
}
