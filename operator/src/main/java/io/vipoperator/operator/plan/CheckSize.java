package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;

/** Estimates from above how much of a node state a check takes. Stateless. */
final class CheckSize {
    /** Name of the fields around the spec, UID, generation, three digests, a verdict. */
    private static final int AROUND_BYTES = 900;

    private CheckSize() {}

    /** Octets of its JSON. */
    static int bytes(CheckSpec check) {
        return AROUND_BYTES
                + 3 * check.name().length()
                + check.spec().toString().chars().map(CheckSize::octets).sum();
    }

    /** A record's text has the same names and values, and JSON quotes both at a "=". */
    private static int octets(int character) {
        return switch (character) {
            case '=' -> 5;
            case '"', '\\' -> 2;
            default -> character < ' ' ? 6 : character < 0x80 ? 1 : 3;
        };
    }
}
