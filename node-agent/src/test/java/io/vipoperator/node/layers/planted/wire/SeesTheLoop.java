package io.vipoperator.node.layers.planted.wire;

import io.vipoperator.node.layers.planted.loop.RollsDice;

/** Breaks a rule on purpose: the codec doesn't know who uses it. */
public final class SeesTheLoop {
    /** Goes up a layer. */
    public int up() {
        return new RollsDice().roll();
    }
}
