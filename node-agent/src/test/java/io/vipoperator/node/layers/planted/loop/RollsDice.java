package io.vipoperator.node.layers.planted.loop;

import java.util.Random;

/** Breaks a rule on purpose: the loop leaves nothing to chance. */
public final class RollsDice {
    private final Random random = new Random();

    /** A number that a replay can't reproduce. */
    public int roll() {
        return random.nextInt(6);
    }
}
