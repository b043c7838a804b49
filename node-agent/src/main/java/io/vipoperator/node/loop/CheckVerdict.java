package io.vipoperator.node.loop;

import java.util.OptionalInt;

/**
 * What a check says of this node. A value of other threads.
 *
 * @param standing of the check
 * @param message for people, what was asked and what came
 * @param number that the check's file holds; empty for all other kinds, and while there is none
 */
public record CheckVerdict(Standing standing, String message, OptionalInt number) {
    static final CheckVerdict UNKNOWN = new CheckVerdict(Standing.UNKNOWN, "", OptionalInt.empty());

    /** Whether the node may hold addresses by this check alone. */
    public enum Standing {
        /** There is no verdict yet. */
        UNKNOWN,
        HEALTHY,
        FAILING
    }

    boolean failing() {
        return standing == Standing.FAILING;
    }
}
