package io.vipoperator.node.agent.cli.keepalived;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Numbers as configurations write them. Pure. */
final class Numbers {
    private Numbers() {}

    static Optional<BigDecimal> decimal(String text) {
        return text.matches("[-+]?[0-9]{1,9}([.][0-9]{1,9})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    static Optional<Integer> whole(String text) {
        return text.matches("[-+]?[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Rounded up, so that nothing is done earlier than was asked for. */
    static int wholeSeconds(BigDecimal seconds) {
        return seconds.setScale(0, RoundingMode.CEILING).intValueExact();
    }

    static int milliseconds(BigDecimal seconds) {
        return seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }
}
